package org.statehouse.metadata;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The known word that an unknown one was probably meant to be. */
public final class Nearest {

    private Nearest() {}

    /** {@code ", did you mean 'x'?"} or nothing. */
    public static String suggestion(String word, Collection<String> known) {
        return find(word, known).map(near -> ", did you mean '" + near + "'?").orElse("");
    }

    /** The nearest, if it is near enough to be what was meant. */
    public static Optional<String> find(String word, Collection<String> known) {
        String wanted = word.toLowerCase(Locale.ROOT);
        String best = null;
        int least = Math.max(1, Math.min(wanted.length(), 60) / 3) + 1;
        for (String candidate : known) {
            int distance = word.length() > 100 ? least : distance(wanted, candidate.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Letters to insert, delete, replace or swap with the next (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
