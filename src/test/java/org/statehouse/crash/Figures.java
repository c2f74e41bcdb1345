package org.statehouse.crash;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a storm came to.
 *
 * @param struck how often, by fault
 * @param aimed how many of them while somebody was held at a step
 * @param clients that wrote at once
 * @param slowestMillis from a fault to the acknowledgement of a write that was sent after it
 * @param published catalogs
 * @param ledger of all writes
 */
record Figures(Map<Fault, Integer> struck, int aimed, int clients, long slowestMillis, int published, Ledger ledger) {

    int kills() {
        return struck.entrySet().stream()
                .filter(one -> one.getKey().isKill())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** For people, with what the check has found. */
    String text(List<CrashPromises.Broken> broken) {
        return String.join(
                "\n",
                "kills               " + kills() + " of all faults " + struck + ", " + aimed
                        + " at a step that was drawn",
                "clients             " + clients,
                "acknowledged writes " + ledger.acknowledged(),
                "refused             " + ledger.count(Deed.Outcome.REFUSED),
                "unknown outcomes    " + ledger.count(Deed.Outcome.UNKNOWN),
                "sent again          " + ledger.repeated(),
                "catalogs published  " + published,
                "lost                " + count(broken, CrashPromises.DURABLE),
                "doubled             " + count(broken, CrashPromises.ONCE),
                "phantoms            " + count(broken, CrashPromises.NO_PHANTOM),
                "lost updates        " + count(broken, CrashPromises.NO_LOST_UPDATE),
                "other breaks        "
                        + (count(broken, CrashPromises.VERSIONS)
                                + count(broken, CrashPromises.FOLD)
                                + count(broken, CrashPromises.ENDS)),
                String.format(Locale.ROOT, "slowest recovery    %.1f s", slowestMillis / 1000.0));
    }

    private static long count(List<CrashPromises.Broken> broken, String promise) {
        return broken.stream().filter(one -> one.promise().equals(promise)).count();
    }
}
