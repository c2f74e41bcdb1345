package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The statements that make tables which were not there before. What ties them to others comes when all are there. */
final class CreateTables {

    private final Map<String, Model> models;
    private final TableSql sql = new TableSql();

    CreateTables(Map<String, Model> models) {
        this.models = models;
    }

    /** All tables of the models, links too. */
    List<Act> all() {
        List<Act> acts = new ArrayList<>();
        for (Model model : models.values()) {
            acts.addAll(of(model));
            model.relationships().values().stream()
                    .filter(one -> one.kind() == Relationship.Kind.MANY_TO_MANY && one.owner())
                    .forEach(one -> acts.addAll(of(one)));
        }
        return acts;
    }

    List<Act> of(Model model) {
        List<String> ties = new ArrayList<>();
        model.fields().values().stream()
                .filter(Field::isReference)
                .forEach(field -> ties.addAll(sql.foreignKey(model, field)));
        model.uniques().forEach(key -> ties.addAll(sql.unique(model, key)));
        Indexes.of(model).forEach((name, columns) -> ties.addAll(sql.index(model.name(), name, columns, false)));
        List<Act> acts = new ArrayList<>();
        sql.table(model).forEach(statement -> acts.add(new Act(Act.Phase.CREATE_TABLES, statement)));
        ties.forEach(statement -> acts.add(new Act(Act.Phase.TIES, statement)));
        return acts;
    }

    List<Act> of(Relationship links) {
        Model owner = models.get(links.model());
        Model target = models.get(links.target());
        if (owner == null || target == null) {
            throw new IllegalStateException("The ends of " + links.name() + " are not known");
        }
        return sql.linkTable(links, owner.idType(), target.idType()).stream()
                .map(statement -> new Act(Act.Phase.TIES, statement))
                .toList();
    }
}
