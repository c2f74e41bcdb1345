package org.statehouse.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.metadata.ValueFault;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.problem.Violation;

/** Reads links as callers write them: an id, or an object with the id and the link's fields beside it. */
final class LinkReader {

    private final Relationship relationship;
    private final IdType idType;
    private final List<Violation> faults;
    private final List<Map<String, @Nullable Object>> unknown = new ArrayList<>();
    private final Map<Object, LinkDraft> links = new LinkedHashMap<>();

    /** @param faults takes what is wrong with ids and values */
    LinkReader(Relationship relationship, Model target, List<Violation> faults) {
        this.relationship = relationship;
        this.idType = target.idType();
        this.faults = faults;
    }

    /** The elements of an array, each link once; 422 {@code unknown-field} for members that links do not have. */
    List<LinkDraft> array(JsonNode array, String pointer) {
        int index = 0;
        for (JsonNode element : array) {
            String at = pointer + "/" + index++;
            if (element instanceof ObjectNode object) {
                ObjectNode fields = object.deepCopy();
                JsonNode id = fields.remove("id");
                add(at, id == null ? MissingNode.getInstance() : id, fields.isEmpty() ? null : fields);
            } else {
                add(at, element, null);
            }
        }
        return links();
    }

    /** One more link; {@code fields} null when only the id was given. */
    void add(String pointer, JsonNode id, @Nullable ObjectNode fields) {
        Map<String, @Nullable Object> values = fields == null ? null : values(pointer, fields);
        try {
            LinkDraft link = new LinkDraft(idType.fromJson(id), pointer, values);
            LinkDraft first = links.putIfAbsent(link.id(), link);
            if (first != null && !Objects.equals(first.values(), link.values())) {
                fault(pointer, "unique", link.id() + " stands here twice, with different values", Map.of());
            }
        } catch (ValueFault fault) {
            fault(pointer, fault.rule(), "an id " + fault.message(), fault.params());
        }
    }

    /** All that were read. */
    List<LinkDraft> links() {
        if (!unknown.isEmpty()) {
            throw unknownFields();
        }
        return List.copyOf(links.values());
    }

    private Map<String, @Nullable Object> values(String pointer, ObjectNode fields) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        Set<String> faulty = new HashSet<>();
        for (Map.Entry<String, JsonNode> member : fields.properties()) {
            String name = member.getKey();
            Field field = relationship.linkFields().get(name);
            if (field == null) {
                String shown = RecordBody.clip(name);
                Violation violation = Violation.of(
                        shown,
                        "unknown",
                        "'" + shown + "' is not a field of links in " + relationship.name(),
                        Map.of());
                unknown.add(below(pointer, violation).toMap());
                continue;
            }
            try {
                given.put(name, field.fromJson(member.getValue()));
            } catch (ValueFault fault) {
                faulty.add(name);
                faults.add(below(
                        pointer,
                        Violation.of(name, fault.rule(), field.label() + " " + fault.message(), fault.params())));
            }
        }
        Model model = relationship.links();
        if (model == null) {
            return given;
        }
        Map<String, @Nullable Object> values = Draft.withDefaults(model, given);
        check(pointer, values, faulty, faults);
        return values;
    }

    /** The values of a new link of which only the id was given. */
    static Map<String, @Nullable Object> defaults(Relationship relationship) {
        Model model = relationship.links();
        return model == null ? Map.of() : Draft.withDefaults(model, Map.of());
    }

    /** What rules the defaults break, such as {@code required} without a default. */
    static void checkDefaults(
            Relationship relationship,
            Collection<LinkDraft> links,
            Map<String, @Nullable Object> defaults,
            List<Violation> faults) {
        Model model = relationship.links();
        if (model != null) {
            List<Violation> broken = RecordValidation.check(model, defaults.keySet(), defaults, Set.of());
            links.forEach(link -> broken.forEach(one -> faults.add(below(relationship, link.pointer(), one))));
        }
    }

    private void check(
            String pointer, Map<String, @Nullable Object> values, Set<String> faulty, List<Violation> violations) {
        Model model = Objects.requireNonNull(relationship.links());
        RecordValidation.check(model, model.fields().keySet(), values, faulty)
                .forEach(one -> violations.add(below(pointer, one)));
    }

    private void fault(String pointer, String rule, String message, Map<String, Object> params) {
        faults.add(new Violation(pointer, relationship.name(), rule, relationship.label() + ": " + message, params));
    }

    private Violation below(String pointer, Violation one) {
        return below(relationship, pointer, one);
    }

    private static Violation below(Relationship relationship, String pointer, Violation one) {
        return new Violation(
                pointer + one.pointer(),
                relationship.name(),
                one.rule(),
                relationship.label() + ": " + one.message(),
                one.params());
    }

    private RuntimeException unknownFields() {
        Set<String> known = relationship.linkFields().keySet();
        return Problem.of(
                        ProblemType.UNKNOWN_FIELD,
                        "A link in " + relationship.name() + " is an id"
                                + (known.isEmpty()
                                        ? "; it has no fields"
                                        : ", or an object with id, " + String.join(", ", known)))
                .with("errors", unknown)
                .exception();
    }
}
