package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares two catalogs table by table, each with its parts. */
final class MigrationPlanner {

    private final @Nullable Catalog published;
    private final Catalog catalog;
    private final Blueprint before;
    private final Blueprint after;
    private final PendingNames pending;
    private final CreateTables create;
    private final List<Step> steps = new ArrayList<>();
    private final List<Act> renames = new ArrayList<>();
    private final SortedMap<String, Migration.Lock> locks = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    MigrationPlanner(@Nullable Catalog published, Catalog next, PendingNames pending) {
        this.published = published;
        this.catalog = next;
        Set<Integer> concerned = published == null ? Concerned.all(next) : Concerned.by(published, next);
        this.before = published == null ? new Blueprint(Map.of()) : Blueprint.of(published, next, concerned);
        this.after = Blueprint.of(next, next, concerned);
        this.pending = pending;
        this.create = new CreateTables(next.models());
    }

    Migration migration() {
        if (published != null) {
            definitions(published);
        }
        for (Blueprint.Table old : before.tables().values()) {
            if (!after.tables().containsKey(old.key())) {
                drop(old);
            }
        }
        for (Blueprint.Table next : after.tables().values()) {
            Blueprint.Table old = before.tables().get(next.key());
            if (old == null) {
                create(next);
            } else {
                change(old, next);
            }
        }
        return new Migration(before, List.copyOf(steps), List.copyOf(renames), locks, List.copyOf(faults));
    }

    /** Models whose definition changes in any way are locked against writers. */
    private void definitions(Catalog old) {
        Map<Integer, Model> next =
                catalog.models().values().stream().collect(Collectors.toMap(Model::number, one -> one));
        for (Model model : old.models().values()) {
            Model now = next.get(model.number());
            if (now == null || !CatalogJson.isSame(model, now)) {
                locks.putIfAbsent(model.name(), Migration.Lock.SHARE);
            }
            if (now != null && (model.idType() != now.idType() || model.idAssigned() != now.idAssigned())) {
                faults.add(now.name() + ": the kind of ids cannot change once there are records; keep it, or make a new"
                        + " model and import the records into it");
            }
        }
    }

    private void create(Blueprint.Table table) {
        Relationship links = table.links();
        Step.Way way = Step.Way.of(links == null ? create.of(catalog.known(table.name())) : create.of(links));
        List<String> targets = new ArrayList<>();
        table.parts().values().stream()
                .filter(Part.ForeignKey.class::isInstance)
                .map(part -> ((Part.ForeignKey) part).target())
                .forEach(targets::add);
        targets.forEach(this::exclusive);
        String text = links == null
                ? "Creates the model " + table.name()
                : "Creates the links " + links.name() + " between " + links.model() + " and " + links.target();
        steps.add(new Step(
                links == null ? Step.Action.CREATE_MODEL : Step.Action.CREATE_LINKS,
                table.subject(),
                text,
                "",
                Step.Effect.INSTANT,
                null,
                null,
                way,
                way));
    }

    private void drop(Blueprint.Table table) {
        List<Act> acts = new ArrayList<>();
        boolean links = table.links() != null;
        for (Part part : table.parts().values()) {
            if (part instanceof Part.ForeignKey key) {
                acts.add(new Act(
                        Act.Phase.DROP_TIES,
                        "ALTER TABLE " + table.sql() + " DROP CONSTRAINT " + Sql.quote(key.name())));
                exclusive(key.target());
            }
        }
        acts.add(new Act(links ? Act.Phase.DROP_LINKS : Act.Phase.DROP_TABLES, "DROP TABLE " + table.sql()));
        exclusive(table.key());
        Step.Way way = Step.Way.of(acts);
        steps.add(new Step(
                links ? Step.Action.DROP_LINKS : Step.Action.DROP_MODEL,
                table.subject(),
                links
                        ? "Drops all links of " + table.subject()
                        : "Drops the model " + table.name() + " and its records; history keeps them",
                table.key(),
                Step.Effect.INSTANT,
                "drop " + table.subject(),
                null,
                way,
                way));
    }

    private void change(Blueprint.Table old, Blueprint.Table next) {
        TableChange change = TableChange.of(old, next, before, pending);
        List<Step> found = new ArrayList<>(new ColumnSteps(change, faults).steps());
        found.addAll(new TieSteps(change).steps());
        List<Step> told = Folded.of(found);
        renameParts(change);
        if (!old.name().equals(next.name()) && old.links() == null) {
            told.add(0, renamed(Step.Action.RENAME_MODEL, old, next));
        } else if (old.links() != null && !old.subject().equals(next.subject())) {
            told.add(0, renamed(Step.Action.RENAME_LINKS, old, next));
        }
        if (!told.isEmpty() || !old.name().equals(next.name())) {
            exclusive(old.key());
            Set<String> targets = new LinkedHashSet<>();
            targetsThatChange(old, next, targets);
            targetsThatChange(next, old, targets);
            targets.forEach(this::exclusive);
        }
        steps.addAll(told);
    }

    /** A foreign key that comes or goes concerns the table that it leads to as well. */
    private static void targetsThatChange(Blueprint.Table one, Blueprint.Table other, Set<String> targets) {
        one.parts().values().stream()
                .filter(part ->
                        part instanceof Part.ForeignKey && !other.parts().containsKey(part.key()))
                .forEach(part -> targets.add(((Part.ForeignKey) part).target()));
    }

    private static Step renamed(Step.Action action, Blueprint.Table old, Blueprint.Table next) {
        return new Step(
                action,
                next.subject(),
                "Renames " + old.subject() + " to " + next.subject(),
                old.key(),
                Step.Effect.INSTANT,
                null,
                null,
                Step.Way.NOTHING,
                Step.Way.NOTHING);
    }

    private void renameParts(TableChange change) {
        for (Part part : change.next().parts().values()) {
            Part old = change.old().parts().get(part.key());
            if (old == null || old.name().equals(part.name())) {
                continue;
            }
            String names = Sql.quote(old.name()) + " TO " + Sql.quote(part.name());
            if (part instanceof Part.Index) {
                rename(Act.Phase.RENAME_PARTS, "ALTER INDEX public." + Sql.quote(old.name()), part.name());
            } else {
                String what = part instanceof Part.Column ? "RENAME COLUMN " : "RENAME CONSTRAINT ";
                renames.add(new Act(Act.Phase.RENAME_PARTS, change.alterOld() + what + names));
            }
        }
        if (!change.old().name().equals(change.next().name())) {
            rename(
                    Act.Phase.RENAME_TABLES,
                    "ALTER TABLE " + change.old().sql(),
                    change.next().name());
        }
    }

    private void rename(Act.Phase phase, String alter, String name) {
        renames.add(new Act(phase, alter + " RENAME TO " + Sql.quote(name)));
    }

    private void exclusive(String table) {
        Blueprint.Table there = before.tables().get(table);
        if (there != null) {
            locks.put(there.name(), Migration.Lock.EXCLUSIVE);
        }
    }
}
