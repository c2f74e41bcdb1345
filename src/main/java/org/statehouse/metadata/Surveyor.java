package org.statehouse.metadata;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at the records that exist, to say what each step of a migration means for them. Reads only. */
final class Surveyor {

    private final Connection connection;
    private final Blueprint before;
    private final Map<String, Long> rows = new LinkedHashMap<>();

    Surveyor(Connection connection, Blueprint before) {
        this.connection = connection;
        this.before = before;
    }

    List<Assessment> assess(List<Step> steps) throws SQLException {
        Set<String> rewritten = new HashSet<>();
        for (Step step : steps) {
            if (step.effect() == Step.Effect.REWRITE) {
                rewritten.add(step.table());
            }
        }
        List<Assessment> all = new ArrayList<>();
        for (Step step : steps) {
            long count = rows(step.table());
            boolean direct = count == 0 || rewritten.contains(step.table());
            Step.RowCheck check = step.check();
            long broken = count == 0 || check == null ? 0 : PlainSql.number(connection, check.count());
            List<String> examples =
                    broken == 0 || check == null ? List.of() : PlainSql.texts(connection, check.examples());
            all.add(new Assessment(step, count, direct, broken, examples));
        }
        return all;
    }

    private long rows(String table) throws SQLException {
        Blueprint.Table there = before.tables().get(table);
        if (there == null) {
            return 0;
        }
        Long known = rows.get(table);
        if (known == null) {
            known = PlainSql.number(connection, "SELECT count(*) FROM " + there.sql());
            rows.put(table, known);
        }
        return known;
    }

    /**
     * Whether the records are still as they were found, as far as nothing else sees to it: called with all tables locked.
     */
    boolean isStillTrue(List<Assessment> steps) throws SQLException {
        Set<String> looked = new HashSet<>();
        for (Assessment one : steps) {
            Blueprint.Table table = before.tables().get(one.step().table());
            if (table == null) {
                continue;
            }
            if (one.rows() == 0
                    && looked.add(table.key())
                    && !PlainSql.texts(connection, "SELECT 1 FROM " + table.sql() + " LIMIT 1")
                            .isEmpty()) {
                return false;
            }
            Step.RowCheck check = one.step().check();
            boolean held = !one.direct() && !one.step().prepared().before().isEmpty();
            if (one.rows() > 0 && check != null && !held && PlainSql.number(connection, check.count()) > 0) {
                return false;
            }
        }
        return true;
    }
}
