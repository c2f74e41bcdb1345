package org.statehouse.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.job.ImportOptions;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.QueryString;
import org.statehouse.state.BatchMode;

/** Reads {@code mode=upsert&by=code&dryRun=true&atomic=true&ignore=a,b}; all that is wrong is answered at once. */
final class ImportParameters {

    /** Names that {@code ignore} may have. */
    static final int MAX_IGNORED = 100;
    /** Characters of all of them together. */
    static final int MAX_IGNORED_LENGTH = 4_000;

    private static final List<String> KNOWN = List.of("mode", "by", "dryRun", "atomic", "ignore");
    private static final int MAX_SHOWN = 80;

    private final QueryString query;
    private final List<Map<String, String>> faults = new ArrayList<>();

    private ImportParameters(QueryString query) {
        this.query = query;
    }

    /** 400 {@code bad-query} with every fault. */
    static ImportOptions read(QueryString query) {
        return new ImportParameters(query).read();
    }

    private ImportOptions read() {
        query.parameters().forEach((name, values) -> {
            if (!KNOWN.contains(name)) {
                fault(name, "is not a parameter of imports; " + String.join(", ", KNOWN) + " are");
            } else if (values.size() > 1) {
                fault(name, "stands more than once");
            }
        });
        String mode = value("mode");
        if (mode != null && !mode.equals("create") && !mode.equals("upsert")) {
            fault("mode", "must be create or upsert");
        }
        boolean upsert = "upsert".equals(mode);
        String by = value("by");
        if (by != null && !upsert) {
            fault("by", "goes with mode=upsert only: new records are not looked for");
        }
        boolean dryRun = flag("dryRun");
        boolean atomic = flag("atomic");
        Set<String> ignored = ignored();
        if (!faults.isEmpty()) {
            String detail = faults.size() == 1
                    ? "'" + faults.get(0).get("parameter") + "' "
                            + faults.get(0).get("message")
                    : faults.size() + " parameters are wrong; see errors";
            throw Problem.of(ProblemType.BAD_QUERY, detail)
                    .with("errors", faults)
                    .exception();
        }
        return new ImportOptions(new BatchMode(upsert, "id".equals(by) ? null : by), dryRun, atomic, ignored);
    }

    private @Nullable String value(String name) {
        List<String> values = query.parameters().get(name);
        return values == null ? null : values.get(0);
    }

    private boolean flag(String name) {
        String text = value(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            fault(name, "must be true or false");
        }
        return "true".equals(text);
    }

    private Set<String> ignored() {
        String text = value("ignore");
        if (text == null) {
            return Set.of();
        }
        List<String> names = List.of(text.split(",", -1));
        boolean storable = text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        if (names.size() > MAX_IGNORED || text.length() > MAX_IGNORED_LENGTH || names.contains("") || !storable) {
            fault(
                    "ignore",
                    "must be 1 to " + MAX_IGNORED + " names with commas between, " + MAX_IGNORED_LENGTH
                            + " characters together");
        }
        return new HashSet<>(names);
    }

    private void fault(String parameter, String message) {
        Map<String, String> fault = new LinkedHashMap<>();
        fault.put("parameter", parameter.length() <= MAX_SHOWN ? parameter : parameter.substring(0, MAX_SHOWN) + "…");
        fault.put("message", message);
        faults.add(fault);
    }
}
