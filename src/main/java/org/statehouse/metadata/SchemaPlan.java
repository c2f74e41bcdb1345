package org.statehouse.metadata;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The way from one catalog to the next: only steps that lose nothing and touch no rows. New models, link tables, fields
 * that may be null or have a default, and indexes are such steps; everything else is a fault, and the plan is not carried
 * out.
 *
 * @param locks how the tables of models that change are locked beforehand, by name and in its order, so that a writer that
 *     waits sees the new catalog
 * @param statements DDL, in order
 * @param faults what the next catalog asks for that cannot be done
 */
record SchemaPlan(SortedMap<String, Lock> locks, List<String> statements, List<String> faults) {

    /** How a table is locked. */
    enum Lock {
        /** Against writers: the definition changes, the table does not. */
        SHARE("SHARE"),
        /** Against everyone: the table changes. */
        EXCLUSIVE("ACCESS EXCLUSIVE");

        private final String mode;

        Lock(String mode) {
            this.mode = mode;
        }

        String statement(String table) {
            return "LOCK TABLE " + Sql.quote("public") + "." + Sql.quote(table) + " IN " + mode + " MODE";
        }
    }

    /** The plan from the published catalog, or from none. */
    static SchemaPlan between(@Nullable Catalog published, Catalog next) {
        Builder builder = new Builder(published == null ? Map.of() : published.models(), next.models());
        builder.build();
        return new SchemaPlan(builder.locks, List.copyOf(builder.statements), List.copyOf(builder.faults));
    }

    /** Collects the steps: tables first, then what ties them to each other. */
    private static final class Builder {
        private final Map<String, Model> before;
        private final Map<String, Model> after;
        private final TableSql sql = new TableSql();
        private final SortedMap<String, Lock> locks = new TreeMap<>();
        private final List<String> statements = new ArrayList<>();
        private final List<String> ties = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();

        Builder(Map<String, Model> before, Map<String, Model> after) {
            this.before = before;
            this.after = after;
        }

        void build() {
            before.keySet().stream()
                    .filter(name -> !after.containsKey(name))
                    .forEach(name -> fault("the model " + name + " is gone; dropping it is"));
            for (Model model : after.values()) {
                Model old = before.get(model.name());
                if (old == null) {
                    create(model);
                } else {
                    change(old, model);
                }
            }
            statements.addAll(ties);
        }

        private void create(Model model) {
            statements.addAll(sql.table(model));
            model.fields().values().stream().filter(Field::isReference).forEach(field -> tie(model, field));
            model.uniques().forEach(key -> ties.addAll(sql.unique(model, key)));
            Indexes.of(model).forEach((name, columns) -> ties.addAll(sql.index(model.name(), name, columns, false)));
            model.relationships().values().forEach(this::link);
        }

        private void change(Model old, Model model) {
            if (!same(old, model)) {
                locks.putIfAbsent(model.name(), Lock.SHARE);
            }
            if (old.idType() != model.idType() || old.idAssigned() != model.idAssigned()) {
                fault(model.name() + ": changing the kind of ids is");
            }
            if (old.softDelete() != model.softDelete()) {
                fault(model.name() + ": switching softDelete " + (model.softDelete() ? "on" : "off") + " is");
            }
            old.fields().keySet().stream()
                    .filter(name -> !model.fields().containsKey(name))
                    .forEach(name -> fault(model.name() + ": the field " + name + " is gone; dropping it is"));
            model.fields().values().forEach(field -> field(model, old.field(field.name()), field));
            uniques(old, model);
            comparisons(old, model);
            indexes(old, model);
            relationships(old, model);
        }

        private void field(Model model, @Nullable Field old, Field field) {
            if (old != null) {
                changes(old, field)
                        .forEach(what -> fault(
                                model.name() + ": the field " + field.name() + " changes " + what + ", which is"));
            } else if (field.required() && field.defaultValue() == null) {
                fault(model.name() + ": the field " + field.name()
                        + " is new and required without a default, so existing"
                        + " records would have no value; adding it so is");
            } else {
                exclusive(model.name());
                statements.addAll(sql.addField(model, field));
                ties.addAll(sql.checks(model, field));
                if (field.isReference()) {
                    tie(model, field);
                }
            }
        }

        /** What PostgreSQL would have to change or check about a column. */
        private static List<String> changes(Field old, Field field) {
            List<String> changes = new ArrayList<>();
            String column = Sql.quote(field.name());
            String type = field.type().sqlType(field);
            if (!old.type().name().equals(field.type().name())
                    || !old.type().sqlType(old).equals(type)) {
                changes.add("its type from " + old.type().name() + " ("
                        + old.type().sqlType(old) + ") to " + field.type().name() + " (" + type + ")");
            } else if (!constraints(old, column).equals(constraints(field, column))) {
                changes.add("its rules in the database");
            }
            if (old.required() != field.required()) {
                changes.add(field.required() ? "to required" : "to not required");
            }
            if (old.isReference()
                    && field.isReference()
                    && !old.referenced().model().equals(field.referenced().model())) {
                changes.add("the model that it refers to");
            }
            return changes;
        }

        private static List<String> constraints(Field field, String column) {
            List<String> all = new ArrayList<>(field.type().checks(field, column));
            field.rules().stream()
                    .filter(rule -> rule.when() != null || !rule.code().equals(RequiredRule.CODE))
                    .forEach(rule -> all.addAll(rule.checks(column)));
            return all;
        }

        private void uniques(Model old, Model model) {
            List<String> names =
                    old.uniques().stream().map(Model.UniqueKey::name).toList();
            List<String> now =
                    model.uniques().stream().map(Model.UniqueKey::name).toList();
            names.stream()
                    .filter(name -> !now.contains(name))
                    .forEach(name -> fault(model.name() + ": a unique key is gone; dropping it is"));
            for (Model.UniqueKey key : model.uniques()) {
                boolean empty = key.fields().stream().anyMatch(field -> isNewAndNull(old, model, field));
                if (!names.contains(key.name()) && empty) {
                    exclusive(model.name());
                    ties.addAll(sql.unique(model, key));
                } else if (!names.contains(key.name())) {
                    fault(model.name() + ": the unique key (" + String.join(", ", key.fields())
                            + ") is new for records that exist; adding it is");
                }
            }
        }

        private void comparisons(Model old, Model model) {
            Map<String, Comparison> had = bySql(old);
            Map<String, Comparison> has = bySql(model);
            had.forEach((check, one) -> {
                if (!has.containsKey(check)) {
                    fault(model.name() + ": the comparison of " + one.field() + " with " + one.other()
                            + " is gone or another; dropping it is");
                }
            });
            has.forEach((check, one) -> {
                boolean empty = isNewAndNull(old, model, one.field()) || isNewAndNull(old, model, one.other());
                if (!had.containsKey(check) && empty) {
                    exclusive(model.name());
                    ties.addAll(sql.check(model, one));
                } else if (!had.containsKey(check)) {
                    fault(model.name() + ": the comparison of " + one.field() + " with " + one.other()
                            + " is new for records that exist; adding it is");
                }
            });
        }

        private static Map<String, Comparison> bySql(Model model) {
            Map<String, Comparison> all = new LinkedHashMap<>();
            model.comparisons().forEach(one -> all.put(one.sql(), one));
            return all;
        }

        /** A key with a null in every row is obeyed by all of them. */
        private static boolean isNewAndNull(Model old, Model model, String field) {
            Field now = model.field(field);
            return old.field(field) == null && now != null && !now.required();
        }

        private void indexes(Model old, Model model) {
            Map<String, List<String>> had = Indexes.of(old);
            Map<String, List<String>> has = Indexes.of(model);
            had.forEach((name, columns) -> {
                if (!has.containsKey(name)) {
                    exclusive(model.name());
                    statements.addAll(sql.dropIndex(model.name(), name));
                }
            });
            has.forEach((name, columns) -> {
                if (!had.containsKey(name)) {
                    exclusive(model.name());
                    ties.addAll(sql.index(model.name(), name, columns, false));
                }
            });
        }

        private void relationships(Model old, Model model) {
            for (Relationship one : old.relationships().values()) {
                Relationship now = model.relationship(one.name());
                boolean table = !one.linkTable().isEmpty() && one.owner();
                if (table
                        && (now == null
                                || !now.linkTable().equals(one.linkTable())
                                || !now.owner()
                                || !now.target().equals(one.target()))) {
                    fault(model.name() + ": the links of " + one.name() + " are gone; dropping them is");
                } else if (table && now != null) {
                    linkFields(model, one, now);
                }
            }
            model.relationships().values().stream()
                    .filter(one -> !ownsLinks(old.relationship(one.name())))
                    .forEach(this::link);
        }

        /** A name may have been another kind of relationship before, which had no table. */
        private static boolean ownsLinks(@Nullable Relationship one) {
            return one != null && one.owner() && !one.linkTable().isEmpty();
        }

        /** Who reads or writes links has the table of one end locked before. */
        private void linkFields(Model model, Relationship old, Relationship now) {
            String what = model.name() + ": in the links of " + now.name() + " the field ";
            old.linkFields().keySet().stream()
                    .filter(name -> !now.linkFields().containsKey(name))
                    .forEach(name -> fault(what + name + " is gone; dropping it is"));
            Model links = now.links();
            for (Field field : now.linkFields().values()) {
                Field before = old.linkFields().get(field.name());
                if (before != null) {
                    changes(before, field)
                            .forEach(change -> fault(what + field.name() + " changes " + change + ", which is"));
                } else if (field.required() && field.defaultValue() == null) {
                    fault(what + field.name() + " is new and required without a default, so existing links would have"
                            + " no value; adding it so is");
                } else if (links != null) {
                    exclusive(now.model());
                    exclusive(now.target());
                    statements.addAll(sql.addField(links, field));
                    ties.addAll(sql.checks(links, field));
                }
            }
        }

        private void link(Relationship one) {
            Model owner = after.get(one.model());
            Model target = after.get(one.target());
            if (one.kind() == Relationship.Kind.MANY_TO_MANY && one.owner() && owner != null && target != null) {
                touch(one.model());
                touch(one.target());
                ties.addAll(sql.linkTable(one, owner.idType(), target.idType()));
            }
        }

        private void tie(Model model, Field field) {
            touch(field.referenced().model());
            ties.addAll(sql.foreignKey(model, field));
        }

        private void touch(String model) {
            if (before.containsKey(model)) {
                exclusive(model);
            }
        }

        private void exclusive(String model) {
            locks.put(model, Lock.EXCLUSIVE);
        }

        private void fault(String what) {
            faults.add(what + " not supported yet");
        }

        private static boolean same(Model a, Model b) {
            return text(a).equals(text(b));
        }

        private static String text(Model model) {
            return new String(CatalogJson.model(model), StandardCharsets.UTF_8);
        }
    }
}
