package org.statehouse.api;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an {@code Accept} header prefers (RFC 9110, section 12.5.1), for pages that are served outside of JAX-RS. */
final class Accepted {

    private Accepted() {}

    /**
     * The offered type that is liked best, the first of those that are liked alike; null if none will do.
     *
     * @param offered types without parameters, in lower case
     */
    static @Nullable String best(@Nullable String header, List<String> offered) {
        if (header == null || header.isBlank()) {
            return offered.get(0);
        }
        String best = null;
        double liking = 0;
        for (String type : offered) {
            double quality = quality(header, type);
            if (quality > liking) {
                best = type;
                liking = quality;
            }
        }
        return best;
    }

    /** The weight of the range that fits the type most closely; 0 if none does. */
    private static double quality(String header, String type) {
        String family = type.substring(0, type.indexOf('/')) + "/*";
        List<String> fits = List.of("*/*", family, type);
        int closest = -1;
        double quality = 0;
        for (String part : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] range = part.split(";", -1);
            int fit = fits.indexOf(range[0].strip());
            if (fit > closest) {
                closest = fit;
                quality = weight(range);
            }
        }
        return quality;
    }

    /** A weight that cannot be read counts as 0. */
    private static double weight(String[] range) {
        for (int i = 1; i < range.length; i++) {
            String parameter = range[i].strip();
            if (parameter.startsWith("q=")) {
                return parameter.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")
                        ? Double.parseDouble(parameter.substring(2))
                        : 0;
            }
        }
        return 1;
    }
}
