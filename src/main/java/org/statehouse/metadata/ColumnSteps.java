package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What becomes of the columns of a table that both catalogs have. */
final class ColumnSteps {

    private final TableChange change;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> faults;

    ColumnSteps(TableChange change, List<String> faults) {
        this.change = change;
        this.faults = faults;
    }

    List<Step> steps() {
        TableChange.columns(change.old())
                .filter(column -> !change.next().parts().containsKey(column.key()))
                .forEach(this::drop);
        TableChange.columns(change.next()).forEach(column -> {
            Part there = change.old().parts().get(column.key());
            if (there instanceof Part.Column old) {
                alter(old, column);
            } else if (column.field() != null) {
                add(column, column.field());
            }
        });
        softDelete();
        return steps;
    }

    private void add(Part.Column column, Field field) {
        String pending = change.meanwhile(column.name());
        boolean filled = column.required() && field.defaultValue() != null;
        String definition = column.type()
                + (column.required() ? " NOT NULL" : "")
                + (filled ? " DEFAULT " + defaultSql(field) : "");
        List<Act> settled = new ArrayList<>();
        if (filled) {
            String forget = "ALTER COLUMN " + Sql.quote(column.name()) + " DROP DEFAULT";
            settled.add(new Act(Act.Phase.TIES, change.alterNext() + forget));
        }
        String adopt = change.alterNext() + "RENAME COLUMN " + Sql.quote(pending) + " TO " + Sql.quote(column.name());
        String build = change.alterOld() + "ADD COLUMN " + Sql.quote(pending) + " " + definition;
        String create = change.alterNext() + "ADD COLUMN " + Sql.quote(column.name()) + " " + definition;
        boolean empty = column.required() && !filled;
        String text = "Adds the field " + column.name()
                + (filled ? "; records that exist get its default" : empty ? ", which every record must have" : "");
        step(
                Step.Action.ADD_FIELD,
                change.subject(column.name()),
                text,
                Step.Effect.INSTANT,
                null,
                empty ? change.rows("would have no value for the field " + column.name(), "true") : null,
                new Step.Way(
                        List.of(new Preparation(pending, List.of(build), null)),
                        acts(new Act(Act.Phase.COLUMNS, adopt), settled)),
                Step.Way.of(acts(new Act(Act.Phase.COLUMNS, create), settled)));
    }

    private static List<Act> acts(Act first, List<Act> more) {
        List<Act> all = new ArrayList<>(List.of(first));
        all.addAll(more);
        return all;
    }

    private static String defaultSql(Field field) {
        try {
            return Literals.sql(Objects.requireNonNull(field.fromJson(field.defaultValue())));
        } catch (ValueFault checkedBefore) {
            throw new IllegalStateException(checkedBefore);
        }
    }

    private void drop(Part.Column column) {
        if (column.field() == null) {
            return;
        }
        String subject = change.oldSubject(column.name());
        String sql = change.alterOld() + "DROP COLUMN " + Sql.quote(column.name());
        step(
                Step.Action.DROP_FIELD,
                subject,
                "Drops the field " + column.name() + " and its values; history keeps them",
                Step.Effect.INSTANT,
                "drop " + subject,
                null,
                Step.Way.of(Act.Phase.DROP_COLUMNS, sql),
                Step.Way.of(Act.Phase.DROP_COLUMNS, sql));
    }

    private void alter(Part.Column old, Part.Column next) {
        Field before = old.field();
        Field after = next.field();
        if (before == null || after == null) {
            return;
        }
        if (!old.name().equals(next.name())) {
            // The statement is among the renames of the table, whose order matters.
            step(
                    Step.Action.RENAME_FIELD,
                    change.subject(next.name()),
                    "Renames the field " + old.name() + " to " + next.name(),
                    Step.Effect.INSTANT,
                    null,
                    null,
                    Step.Way.NOTHING,
                    Step.Way.NOTHING);
        }
        if (!old.type().equals(next.type())
                || before.type().writeOnly() != after.type().writeOnly()) {
            convert(old, next, before, after);
        }
        if (next.required() && !old.required()) {
            require(old, next);
        } else if (old.required() && !next.required()) {
            Step.Way way = alterColumn(Act.Phase.ALTER, next, "DROP NOT NULL");
            step(
                    Step.Action.RELAX_FIELD,
                    change.subject(next.name()),
                    "The field " + next.name() + " need not have a value any more",
                    Step.Effect.INSTANT,
                    null,
                    null,
                    way,
                    way);
        }
    }

    private void convert(Part.Column old, Part.Column next, Field before, Field after) {
        String subject = change.subject(next.name());
        String words = before.type().name() + " (" + old.type() + ") to "
                + after.type().name() + " (" + next.type() + ")";
        ColumnConversion conversion = ColumnConversion.between(before, after, Sql.quote(next.name()));
        if (conversion == null) {
            faults.add(subject + ": values cannot be turned from " + words
                    + "; give the new field another name and drop this one, or keep its type");
            return;
        }
        ColumnConversion asItIs =
                Objects.requireNonNull(ColumnConversion.between(before, after, Sql.quote(old.name())));
        String using = conversion.rewrites() ? " USING " + conversion.using() : "";
        Step.Way way = alterColumn(Act.Phase.ALTER, next, "TYPE " + next.type() + using);
        step(
                Step.Action.CHANGE_TYPE,
                subject,
                "Changes the field " + next.name() + " from " + words,
                conversion.rewrites() ? Step.Effect.REWRITE : Step.Effect.INSTANT,
                conversion.rewrites() ? "rewrite " + subject : null,
                asItIs.fits() == null
                        ? null
                        : change.rows(
                                "have a value of " + old.name() + " that does not fit",
                                Sql.quote(old.name()) + " IS NOT NULL AND NOT (" + asItIs.fits() + ")"),
                way,
                way);
    }

    private void require(Part.Column old, Part.Column next) {
        String pending = change.pending().next();
        String quoted = Sql.quote(pending);
        String missing = Sql.quote(old.name()) + " IS NULL";
        String message = next.field() == null ? "" : next.field().label() + " is required";
        Preparation preparation = new Preparation(
                pending,
                List.of(
                        change.alterOld() + "ADD CONSTRAINT " + quoted + " CHECK (" + Sql.quote(old.name())
                                + " IS NOT NULL) NOT VALID",
                        change.alterOld() + "VALIDATE CONSTRAINT " + quoted),
                change.rule(List.of(next.name()), RequiredRule.CODE, message));
        Act require = new Act(
                Act.Phase.REQUIRE, change.alterNext() + "ALTER COLUMN " + Sql.quote(next.name()) + " SET NOT NULL");
        Act forget = new Act(Act.Phase.REQUIRE, change.alterNext() + "DROP CONSTRAINT " + quoted);
        step(
                Step.Action.REQUIRE_FIELD,
                change.subject(next.name()),
                "The field " + next.name() + " must have a value from now on",
                Step.Effect.SCAN,
                null,
                change.rows("have no value for the field " + old.name(), missing),
                new Step.Way(List.of(preparation), List.of(require, forget)),
                Step.Way.of(List.of(require)));
    }

    private Step.Way alterColumn(Act.Phase phase, Part.Column column, String what) {
        return Step.Way.of(phase, change.alterNext() + "ALTER COLUMN " + Sql.quote(column.name()) + " " + what);
    }

    /** Records can be deleted softly from now on, or no more. */
    private void softDelete() {
        Map<String, Part> old = change.old().parts();
        Map<String, Part> next = change.next().parts();
        boolean was = old.containsKey("c:deletedAt");
        boolean is = next.containsKey("c:deletedAt");
        if (!was && is) {
            List<Preparation> before = new ArrayList<>();
            List<Act> adopted = new ArrayList<>();
            List<Act> created = new ArrayList<>();
            for (String name : List.of("deletedAt", "deletedBy")) {
                Part.Column column = (Part.Column) Objects.requireNonNull(next.get("c:" + name));
                String pending = change.meanwhile(name);
                String add = "ADD COLUMN " + Sql.quote(pending) + " " + column.type();
                before.add(new Preparation(pending, List.of(change.alterOld() + add), null));
                adopted.add(new Act(
                        Act.Phase.COLUMNS,
                        change.alterNext() + "RENAME COLUMN " + Sql.quote(pending) + " TO " + Sql.quote(name)));
                created.add(new Act(
                        Act.Phase.COLUMNS, change.alterNext() + "ADD COLUMN " + Sql.quote(name) + " " + column.type()));
            }
            step(
                    Step.Action.ADD_SOFT_DELETE,
                    change.subject(null),
                    "Deleted records of " + change.next().name() + " are kept from now on",
                    Step.Effect.INSTANT,
                    null,
                    null,
                    new Step.Way(before, adopted),
                    Step.Way.of(created));
        } else if (was && !is) {
            String drop = change.alterOld() + "DROP COLUMN \"deletedAt\", DROP COLUMN \"deletedBy\"";
            Step.Way way = Step.Way.of(Act.Phase.DROP_COLUMNS, drop);
            step(
                    Step.Action.DROP_SOFT_DELETE,
                    change.subject(null),
                    "Deleted records of " + change.next().name() + " are not kept any more",
                    Step.Effect.INSTANT,
                    null,
                    change.rows(
                            "are deleted and would be live again; restore them or keep softDelete",
                            "\"deletedAt\" IS NOT NULL"),
                    way,
                    way);
        }
    }

    private void step(
            Step.Action action,
            String subject,
            String text,
            Step.Effect effect,
            @Nullable String consent,
            Step.@Nullable RowCheck check,
            Step.Way prepared,
            Step.Way direct) {
        steps.add(new Step(action, subject, text, change.old().key(), effect, consent, check, prepared, direct));
    }
}
