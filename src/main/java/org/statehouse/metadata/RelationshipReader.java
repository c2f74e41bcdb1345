package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads relationships when the fields of all models are known, and puts the inverse ends of many-to-many ones in place. */
final class RelationshipReader {

    private static final List<String> KEYS =
            List.of("kind", "label", "model", "inverse", "onDelete", FormerNameReader.WORD);
    private static final List<String> KEYS_OF_LINKS =
            List.of("kind", "label", "model", "inverse", "onDelete", "fields", FormerNameReader.WORD);
    private static final Set<String> LATER = Set.of("description");

    private final Map<String, ModelDraft> drafts;
    private final Map<String, Map<String, Field>> fields;
    private final Map<String, Map<String, Relationship>> relationships = new LinkedHashMap<>();

    RelationshipReader(Map<String, ModelDraft> drafts, Map<String, Map<String, Field>> fields) {
        this.drafts = drafts;
        this.fields = fields;
    }

    /** By the model that has them, then by name. */
    Map<String, Map<String, Relationship>> readAll() {
        drafts.keySet().forEach(model -> relationships.put(model, new LinkedHashMap<>()));
        List<Inverse> inverses = new ArrayList<>();
        for (ModelDraft draft : drafts.values()) {
            Section all = draft.file().section("relationships", "'relationships'");
            if (all == null) {
                continue;
            }
            Twins twins = new Twins("field or relationship of the model");
            fields.getOrDefault(draft.name(), Map.of()).keySet().forEach(twins::know);
            for (String name : all.keys()) {
                Section one = Section.at(all.source(), all.place(name), "the relationship '" + name + "'");
                if (one != null && named(draft, name, all.keyPlace(name), twins)) {
                    read(draft, name, one, inverses);
                }
            }
        }
        inverses.forEach(this::place);
        return relationships;
    }

    private static boolean named(ModelDraft draft, String name, Node at, Twins twins) {
        Source source = draft.file().source();
        if (draft.fieldNames().contains(name)) {
            source.fault(at, "the model has a field '" + name + "' already; take another name");
            return false;
        }
        twins.add(source, at, name);
        return Names.checkRelationship(source, at, name);
    }

    private void read(ModelDraft draft, String name, Section one, List<Inverse> inverses) {
        Relationship.Kind kind = kind(one);
        boolean many = kind == Relationship.Kind.MANY_TO_MANY;
        one.allow(kind == null || many ? KEYS_OF_LINKS : KEYS, LATER);
        ModelDraft target = kind == null ? null : target(one);
        if (kind == null || target == null) {
            return;
        }
        String label = one.text("label", 200);
        String linkTable = many ? DatabaseNames.linkTable(draft.name(), name) : "";
        Model links = many ? new LinkFieldReader(drafts).read(one, linkTable) : null;
        String inverse = many ? farName(one, name, target) : reference(draft, one, target);
        if (inverse == null || (kind == Relationship.Kind.ONE_TO_ONE && !single(one, target, inverse))) {
            return;
        }
        OnDelete onDelete = many ? linkDelete(one) : agreed(one, target, inverse);
        Relationship relationship = new Relationship(
                0,
                name,
                label == null ? Names.label(name) : label,
                kind,
                draft.name(),
                target.name(),
                inverse,
                true,
                linkTable,
                onDelete,
                links);
        of(draft.name()).put(name, relationship);
        if (many && !inverse.isEmpty()) {
            inverses.add(new Inverse(one, relationship));
        }
    }

    private static Relationship.@Nullable Kind kind(Section one) {
        String word = one.has("kind") ? Section.scalar(one.place("kind")) : null;
        Relationship.Kind kind = word == null ? null : Relationship.Kind.of(word);
        if (kind == null) {
            List<String> words = Relationship.Kind.words();
            one.fault(
                    "kind",
                    "'kind' is missing or unknown" + Nearest.suggestion(String.valueOf(word), words)
                            + "; allowed here: " + String.join(", ", words));
        }
        return kind;
    }

    private @Nullable ModelDraft target(Section one) {
        String model = one.has("model") ? Section.scalar(one.place("model")) : null;
        ModelDraft target = model == null ? null : drafts.get(model);
        if (target == null) {
            one.fault(
                    "model",
                    model == null
                            ? "'model' is missing; it names the model of the related records"
                            : "there is no model '" + model + "'" + Nearest.suggestion(model, drafts.keySet()));
        }
        return target;
    }

    /** The reference on the other side of a relationship without links; null, and a fault, when there is none. */
    private @Nullable String reference(ModelDraft draft, Section one, ModelDraft target) {
        List<String> references = fieldsOf(target.name()).values().stream()
                .filter(field ->
                        field.isReference() && field.referenced().model().equals(draft.name()))
                .map(Field::name)
                .toList();
        String inverse = one.has("inverse") ? Section.scalar(one.place("inverse")) : null;
        if (inverse != null && references.contains(inverse)) {
            return inverse;
        }
        if (inverse != null
                && target.fieldNames().contains(inverse)
                && !fieldsOf(target.name()).containsKey(inverse)) {
            return null;
        }
        String choice = references.isEmpty()
                ? "; give " + target.name() + " a field {type: reference, model: " + draft.name() + "}"
                : "; allowed here: " + String.join(", ", references);
        one.fault(
                "inverse",
                inverse == null
                        ? "'inverse' is missing; it names the reference in " + target.name() + choice
                        : "'" + inverse + "' is no reference in " + target.name() + " to " + draft.name()
                                + Nearest.suggestion(inverse, references) + choice);
        return null;
    }

    /** Whether the reference is unique; a fault when it is not. */
    private boolean single(Section one, ModelDraft target, String inverse) {
        Field reference = Objects.requireNonNull(fieldsOf(target.name()).get(inverse));
        if (!reference.unique()) {
            one.fault(
                    "inverse",
                    target.name() + "." + inverse + " is not unique, so that many records can refer to one; write"
                            + " 'unique: true' at that field, or 'kind: oneToMany' here");
        }
        return reference.unique();
    }

    private OnDelete agreed(Section one, ModelDraft target, String inverse) {
        OnDelete there = Objects.requireNonNull(fieldsOf(target.name()).get(inverse))
                .referenced()
                .onDelete();
        OnDelete here = OnDelete.of(one.word("onDelete", OnDelete.words(), there.word()));
        if (here != there) {
            one.fault(
                    "onDelete",
                    "the two ends disagree: '" + here.word() + "' here, '" + there.word() + "' at "
                            + target.name() + "." + inverse
                            + "; the reference decides: leave it out here, or write the same");
        }
        return there;
    }

    private static OnDelete linkDelete(Section one) {
        return OnDelete.of(one.word("onDelete", List.of("restrict", "cascade"), "restrict"));
    }

    /** What a many-to-many relationship is called on the other side: "" without a name, null and a fault for a bad one. */
    private static @Nullable String farName(Section one, String name, ModelDraft target) {
        if (!one.has("inverse")) {
            return "";
        }
        String inverse = one.text("inverse", 100);
        if (inverse == null || !Names.checkRelationship(one.source(), one.place("inverse"), inverse)) {
            return null;
        }
        if (target.fieldNames().contains(inverse)) {
            one.fault(
                    "inverse",
                    target.name() + " has a field '" + inverse + "' already; take another name for the"
                            + " other end of '" + name + "'");
            return null;
        }
        return inverse;
    }

    private void place(Inverse inverse) {
        Relationship near = inverse.relationship();
        Map<String, Relationship> there = of(near.target());
        Relationship other = there.get(near.inverse());
        if (other != null) {
            inverse.section()
                    .fault(
                            "inverse",
                            near.target() + " has a relationship '" + near.inverse()
                                    + "' already; a manyToMany is declared on one side only, the other end is made by 'inverse'");
            return;
        }
        there.put(
                near.inverse(),
                new Relationship(
                        0,
                        /* name= */ near.inverse(),
                        Names.label(near.inverse()),
                        near.kind(),
                        /* model= */ near.target(),
                        /* target= */ near.model(),
                        /* inverse= */ near.name(),
                        false,
                        near.linkTable(),
                        near.onDelete(),
                        near.links()));
    }

    private Map<String, Relationship> of(String model) {
        return relationships.computeIfAbsent(model, absent -> new LinkedHashMap<>());
    }

    private Map<String, Field> fieldsOf(String model) {
        return fields.getOrDefault(model, Map.of());
    }

    /** The far end of a many-to-many relationship, to be placed when all near ends are known. */
    private record Inverse(Section section, Relationship relationship) {}
}
