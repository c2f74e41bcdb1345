package org.statehouse.metadata;

import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/** Puts changed files in force while the server runs, or says what that would do. Every refusal is a problem. */
final class MetadataReload {

    private final Publication publication;
    private final MetadataStart.Files files;
    private final ComposedFiles composed;

    MetadataReload(Publication publication, MetadataStart.Files files, ComposedFiles composed) {
        this.publication = publication;
        this.files = files;
        this.composed = composed;
    }

    /** Reads only. */
    PlanReport plan() throws SQLException {
        return PlanReport.of(publication.plan(checked()));
    }

    /**
     * Publishes the files.
     *
     * @param consent to what loses something or makes everybody wait
     */
    Publication.Outcome publish(Set<String> consent) throws SQLException {
        Publication.Outcome outcome = publication.publish(checked(), consent);
        Plan plan = outcome.plan();
        if (outcome.faults().isEmpty()) {
            return outcome;
        }
        List<String> missing = plan.missing(consent);
        if (!plan.obstacles().isEmpty() || missing.isEmpty()) {
            throw refusal(
                            ProblemType.MIGRATION_REFUSED,
                            "Nothing was changed: " + String.join("; ", outcome.faults()),
                            plan)
                    .with("obstacles", outcome.faults())
                    .exception();
        }
        throw refusal(
                        ProblemType.CONSENT_REQUIRED,
                        "Nothing was changed. Send consent to " + String.join(", ", missing),
                        plan)
                .with("consent", missing)
                .exception();
    }

    private static Problem refusal(ProblemType type, String detail, Plan plan) {
        return Problem.of(type, detail).with("plan", PlanReport.of(plan).toMap());
    }

    private CheckedCatalog checked() {
        try {
            return CatalogReader.read(files.read(), composed);
        } catch (MetadataFaults faulty) {
            List<Map<String, @Nullable Object>> faults =
                    faulty.faults().stream().map(MetadataReload::json).toList();
            throw Problem.of(
                            ProblemType.METADATA_INVALID,
                            "The metadata files have " + faults.size() + (faults.size() == 1 ? " fault" : " faults")
                                    + "; the catalog in force goes on serving. The first: "
                                    + faulty.faults().get(0))
                    .with("faults", faults)
                    .exception();
        } catch (IOException unreadable) {
            throw new ProblemException(
                    Problem.of(ProblemType.METADATA_INVALID, String.valueOf(unreadable.getMessage()))
                            .with("faults", List.of()),
                    unreadable);
        }
    }

    private static Map<String, @Nullable Object> json(MetadataFault fault) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("file", fault.file());
        map.put("line", fault.line());
        map.put("column", fault.column());
        map.put("message", fault.message());
        return map;
    }
}
