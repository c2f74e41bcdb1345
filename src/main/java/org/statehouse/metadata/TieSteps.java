package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What becomes of the constraints and indexes of a table that both catalogs have. */
final class TieSteps {

    private final TableChange change;
    private final List<Step> steps = new ArrayList<>();

    TieSteps(TableChange change) {
        this.change = change;
    }

    List<Step> steps() {
        for (Part part : change.old().parts().values()) {
            if (!change.next().parts().containsKey(part.key())) {
                drop(part);
            }
        }
        for (Part part : change.next().parts().values()) {
            if (!change.old().parts().containsKey(part.key())) {
                add(part);
            }
        }
        return steps;
    }

    private void drop(Part part) {
        if (part instanceof Part.Index index) {
            step(
                    index.unique() ? Step.Action.DROP_UNIQUE : Step.Action.DROP_INDEX,
                    change.old().subject(),
                    (index.unique() ? "Records may have the same " : "Drops the index over ")
                            + String.join(", ", index.columns())
                            + (index.unique() ? " from now on" : ""),
                    Step.Effect.INSTANT,
                    Step.Way.of(Act.Phase.DROP_TIES, "DROP INDEX public." + Sql.quote(index.name())),
                    null,
                    null);
        } else if (part instanceof Part.Check check) {
            dropConstraint(check.name(), check.field(), check.rule());
        } else if (part instanceof Part.ForeignKey key) {
            dropConstraint(key.name(), key.field(), ExistsRule.CODE);
        }
    }

    private void dropConstraint(String name, String field, String rule) {
        step(
                Step.Action.DROP_RULE,
                change.oldSubject(field),
                "The rule " + rule + " of " + field + " is not in force any more",
                Step.Effect.INSTANT,
                Step.Way.of(Act.Phase.DROP_TIES, change.alterOld() + "DROP CONSTRAINT " + Sql.quote(name)),
                null,
                null);
    }

    private void add(Part part) {
        if (part instanceof Part.Index index) {
            add(index);
        } else if (part instanceof Part.Check check) {
            add(check);
        } else if (part instanceof Part.ForeignKey key) {
            add(key);
        }
    }

    private void add(Part.Check check) {
        String constraint = "CHECK (" + check.expression() + ")";
        String pending = change.pending().next();
        String build = "ADD CONSTRAINT " + Sql.quote(pending) + " CHECK (" + change.meanwhileSql(check.expression())
                + ") NOT VALID";
        Preparation.PendingRule rule = change.rule(List.of(check.field()), check.rule(), check.message());
        step(
                Step.Action.ADD_RULE,
                change.subject(check.field()),
                check.message(),
                Step.Effect.SCAN,
                new Step.Way(
                        List.of(new Preparation(pending, List.of(change.alterOld() + build, validate(pending)), rule)),
                        List.of(adopt(pending, check.name()))),
                Step.Way.of(Act.Phase.TIES, addConstraint(check.name(), constraint)),
                broken(check));
    }

    /** Null when a new field is in it, which no record has a value of its own for. */
    private Step.@Nullable RowCheck broken(Part.Check check) {
        Set<String> names = namesIn(check.expression());
        return names.stream().allMatch(change::isThere)
                ? change.rows(
                        "break the rule " + check.rule() + " of " + check.field(),
                        "NOT (" + change.meanwhileSql(check.expression()) + ")")
                : null;
    }

    private static Set<String> namesIn(String expression) {
        Set<String> names = new TreeSet<>();
        String unused = SqlNames.renamed(expression, name -> {
            names.add(name);
            return name;
        });
        return names;
    }

    private void add(Part.Index index) {
        String pending = change.pending().next();
        String unique = index.unique() ? "UNIQUE " : "";
        List<String> meanwhile = index.columns().stream().map(change::meanwhile).toList();
        String build = "CREATE " + unique + "INDEX CONCURRENTLY " + Sql.quote(pending) + " ON "
                + change.old().sql() + " (" + quoted(meanwhile) + ")"
                + where(change.meanwhileSql(index.where()));
        String create = "CREATE " + unique + "INDEX " + Sql.quote(index.name()) + " ON "
                + change.next().sql() + " (" + quoted(index.columns()) + ")" + where(index.where());
        String names = String.join(", ", index.columns());
        String message = "Another record of " + change.next().name() + " has the same " + names;
        Preparation.PendingRule rule = index.unique() ? change.rule(index.columns(), UniqueRule.CODE, message) : null;
        step(
                index.unique() ? Step.Action.ADD_UNIQUE : Step.Action.ADD_INDEX,
                change.subject(null),
                index.unique()
                        ? "No two records may have the same " + names + " from now on"
                        : "Adds an index over " + names,
                Step.Effect.SCAN,
                new Step.Way(
                        List.of(new Preparation(pending, List.of(build), rule)),
                        List.of(new Act(
                                Act.Phase.TIES,
                                "ALTER INDEX public." + Sql.quote(pending) + " RENAME TO " + Sql.quote(index.name())))),
                Step.Way.of(Act.Phase.TIES, create),
                index.unique() ? doubled(index) : null);
    }

    private Step.@Nullable RowCheck doubled(Part.Index index) {
        List<String> columns = index.columns();
        Set<String> names = namesIn(index.where());
        names.addAll(columns);
        if (!names.stream().allMatch(change::isThere)) {
            return null;
        }
        List<String> there = columns.stream().map(change::meanwhile).toList();
        String present =
                there.stream().map(name -> Sql.quote(name) + " IS NOT NULL").collect(Collectors.joining(" AND "));
        String where = index.where().isEmpty() ? "" : " AND (" + change.meanwhileSql(index.where()) + ")";
        String groups = "SELECT count(*) AS n, array_agg(" + (change.old().links() == null ? "\"id\"" : "\"owner\"")
                + "::text) AS ids FROM " + change.old().sql() + " WHERE " + present + where + " GROUP BY "
                + quoted(there) + " HAVING count(*) > 1";
        return new Step.RowCheck(
                "have the same " + String.join(", ", there) + " as another",
                "SELECT coalesce(sum(n), 0) FROM (" + groups + ") g",
                "SELECT unnest(ids) FROM (" + groups + " ORDER BY 2 LIMIT 10) g LIMIT 10");
    }

    private void add(Part.ForeignKey key) {
        Blueprint.Table target = change.before().tables().get(key.target());
        String references = " REFERENCES " + (target == null ? "" : target.sql()) + " (\"id\")";
        String column = change.meanwhile(key.column());
        String pending = change.pending().next();
        String message = "refers to a record that does not exist";
        String build = "ADD CONSTRAINT " + Sql.quote(pending) + " FOREIGN KEY (" + Sql.quote(column) + ")" + references
                + " NOT VALID";
        Preparation.PendingRule rule = change.rule(List.of(key.field()), ExistsRule.CODE, message);
        Step.Way direct = Step.Way.of(
                Act.Phase.TIES,
                addConstraint(
                        key.name(),
                        "FOREIGN KEY (" + Sql.quote(key.column()) + ") REFERENCES " + targetOf(key) + " (\"id\")"));
        Step.Way prepared = target == null
                ? new Step.Way(
                        List.of(),
                        List.of(
                                new Act(Act.Phase.TIES, direct.acts().get(0).sql() + " NOT VALID"),
                                new Act(
                                        Act.Phase.AFTERWARDS,
                                        change.alterNext() + "VALIDATE CONSTRAINT " + Sql.quote(key.name()))))
                : new Step.Way(
                        List.of(new Preparation(pending, List.of(change.alterOld() + build, validate(pending)), rule)),
                        List.of(adopt(pending, key.name())));
        step(
                Step.Action.ADD_RULE,
                change.subject(key.field()),
                "The field " + key.field() + " refers to records of another model",
                Step.Effect.SCAN,
                prepared,
                direct,
                change.isThere(key.column()) ? astray(column, target) : null);
    }

    private String targetOf(Part.ForeignKey key) {
        Model model = Objects.requireNonNull(change.next().model());
        return model.fields().values().stream()
                .filter(field -> field.name().equals(key.column()))
                .map(field ->
                        Sql.quote("public") + "." + Sql.quote(field.referenced().model()))
                .findFirst()
                .orElseThrow();
    }

    /** Of a model that is new there is no record yet. */
    private Step.RowCheck astray(String column, Blueprint.@Nullable Table target) {
        String found = target == null
                ? ""
                : " AND NOT EXISTS (SELECT 1 FROM " + target.sql() + " x WHERE x.\"id\" = "
                        + change.old().sql() + "." + Sql.quote(column) + ")";
        return change.rows(
                "refer by " + column + " to what the next model does not have",
                Sql.quote(column) + " IS NOT NULL" + found);
    }

    private String validate(String pending) {
        return change.alterOld() + "VALIDATE CONSTRAINT " + Sql.quote(pending);
    }

    private Act adopt(String pending, String name) {
        return new Act(
                Act.Phase.TIES,
                change.alterNext() + "RENAME CONSTRAINT " + Sql.quote(pending) + " TO " + Sql.quote(name));
    }

    private String addConstraint(String name, String definition) {
        return change.alterNext() + "ADD CONSTRAINT " + Sql.quote(name) + " " + definition;
    }

    private static String quoted(List<String> columns) {
        return columns.stream().map(Sql::quote).collect(Collectors.joining(", "));
    }

    private static String where(String condition) {
        return condition.isEmpty() ? "" : " WHERE " + condition;
    }

    private void step(
            Step.Action action,
            String subject,
            String text,
            Step.Effect effect,
            Step.Way prepared,
            Step.@Nullable Way direct,
            Step.@Nullable RowCheck check) {
        Step.Way other = direct == null ? prepared : direct;
        steps.add(new Step(action, subject, text, change.old().key(), effect, null, check, prepared, other));
    }
}
