package org.statehouse.metadata;

import java.util.Optional;

/** What a constraint that PostgreSQL names in an error (23503, 23505, 23514) is in the catalog. */
public final class ConstraintNames {

    private ConstraintNames() {}

    /** The unique key whose index has this name. */
    public static Optional<Model.UniqueKey> uniqueKey(Model model, String constraint) {
        return model.uniques().stream()
                .filter(key -> key.name().equals(constraint))
                .findFirst();
    }

    /** Whether it is prepared for a catalog that is not in force yet. */
    public static boolean isPending(String constraint) {
        return constraint.startsWith(PendingNames.PREFIX);
    }

    /** Whether it is the primary key of the model's table. */
    public static boolean isPrimaryKey(Model model, String constraint) {
        return DatabaseNames.primaryKey(model.name()).equals(constraint);
    }

    /** The reference whose foreign key has this name. */
    public static Optional<Field> reference(Model model, String constraint) {
        return model.fields().values().stream()
                .filter(field -> field.isReference()
                        && DatabaseNames.foreignKey(model.name(), field.name()).equals(constraint))
                .findFirst();
    }

    /** The relationship of the model, at either end, whose link table has a foreign key of this name. */
    public static Optional<Relationship> link(Model model, String constraint) {
        return model.relationships().values().stream()
                .filter(one -> !one.linkTable().isEmpty()
                        && (DatabaseNames.foreignKey(one.linkTable(), "owner").equals(constraint)
                                || DatabaseNames.foreignKey(one.linkTable(), "other")
                                        .equals(constraint)))
                .findFirst();
    }
}
