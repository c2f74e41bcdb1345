package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads what names several fields of one model: display names, unique keys and indexes. */
final class KeyReader {

    /** PostgreSQL's greatest number of columns in an index. */
    private static final int MAX_COLUMNS = 32;
    /** Bytes of an index entry; PostgreSQL's own limit is 2,704. */
    private static final int MAX_BYTES = 2_600;

    /** System fields that an index may have. */
    private static final List<String> INDEXED_SYSTEM = List.of("createdAt", "updatedAt");

    private final ModelDraft draft;
    private final Section file;
    private final Map<String, Field> fields;
    private final ConditionReader conditions;

    KeyReader(ModelDraft draft, Map<String, Field> fields) {
        this.draft = draft;
        this.file = draft.file();
        this.fields = fields;
        this.conditions = new ConditionReader(draft, fields);
    }

    /** What a person calls a record; without a word in the file the first required text, else the first text. */
    List<String> display() {
        if (!file.has("display")) {
            Stream<Field> texts =
                    fields.values().stream().filter(field -> field.type().searchable());
            return texts.sorted((a, b) -> Boolean.compare(b.required(), a.required()))
                    .limit(1)
                    .map(Field::name)
                    .toList();
        }
        return names(file.words("display"), List.of());
    }

    List<Model.UniqueKey> uniques() {
        Map<String, Model.UniqueKey> keys = new LinkedHashMap<>();
        for (Field field : fields.values()) {
            for (Rule rule : field.rules()) {
                if (rule.code().equals(UniqueRule.CODE)) {
                    Section section = file.section("fields", "'fields'");
                    Node at = section == null ? file.place() : section.keyPlace(field.name());
                    fits(at, List.of(field.name()), "the unique field '" + field.name() + "'");
                    add(keys, key(List.of(field.name()), rule.when(), message(field, rule)));
                }
            }
        }
        for (Node item : file.list("checks")) {
            Section check = check(file.source(), item, UniqueRule.CODE);
            Model.UniqueKey key = check == null ? null : read(check);
            if (check != null && key != null && !add(keys, key)) {
                check.fault("fields", "these fields are unique together already; leave one out");
            }
        }
        return List.copyOf(keys.values());
    }

    /** False when the same fields are unique under the same condition already. */
    private static boolean add(Map<String, Model.UniqueKey> keys, Model.UniqueKey key) {
        String same = new TreeSet<>(key.fields()) + " "
                + (key.where() == null ? "" : key.where().sql());
        return keys.putIfAbsent(same, key) == null;
    }

    private static @Nullable String message(Field field, Rule rule) {
        Rule plain = rule instanceof ConditionalRule conditional ? conditional.rule() : rule;
        return plain instanceof RewordedRule ? plain.sentence(field.label()) : null;
    }

    private Model.UniqueKey key(List<String> names, @Nullable Condition where, @Nullable String message) {
        return new Model.UniqueKey(DatabaseNames.unique(draft.name(), names, where), names, where, message);
    }

    /** A check with this rule; null for the others, and faults for those with none that is known. */
    static @Nullable Section check(Source source, Node item, String wanted) {
        boolean reports = wanted.equals(UniqueRule.CODE);
        if (!(item instanceof MappingNode)) {
            return reports ? Section.at(source, item, "a check") : null;
        }
        Section check = Section.at(source, item, "a check");
        String rule = check == null || !check.has("rule") ? null : Section.scalar(check.place("rule"));
        List<String> known = List.of(UniqueRule.CODE, Comparison.CODE);
        if (check != null && reports && (rule == null || !known.contains(rule))) {
            check.fault(
                    "rule",
                    "a check needs its rule" + (rule == null ? "" : Nearest.suggestion(rule, known))
                            + "; allowed here: " + String.join(", ", known));
        }
        return wanted.equals(rule) ? check : null;
    }

    private Model.@Nullable UniqueKey read(Section check) {
        check.allow(List.of("rule", "fields", "where", "message"), Set.of());
        String template = check.text("message", 500);
        Condition where = check.has("where") ? conditions.where(check.place("where")) : null;
        if (!check.has("fields")) {
            check.fault("fields", "'fields' is missing; it lists the fields that are unique together");
            return null;
        }
        List<String> names = names(check.words("fields"), List.of());
        if (names.isEmpty() && check.list("fields").isEmpty()) {
            check.fault("fields", "'fields' must list one field or more");
        }
        if (names.isEmpty()
                || !fits(check.place("fields"), names, "this unique key")
                || (check.has("where") && where == null)) {
            return null;
        }
        return key(names, where, template == null ? null : filled(check, template, names));
    }

    private String filled(Section check, String template, List<String> names) {
        List<String> labels = names.stream()
                .map(name -> Objects.requireNonNull(fields.get(name)).label())
                .toList();
        String all = String.join(", ", labels);
        try {
            MessageTemplate.check(template, List.of("fields"));
        } catch (ValueFault fault) {
            check.fault("message", "the message " + fault.message());
        }
        return MessageTemplate.fill(template, all, Map.of("fields", all));
    }

    List<List<String>> indexes() {
        Set<List<String>> indexes = new LinkedHashSet<>();
        for (Node item : file.list("indexes")) {
            List<ScalarNode> words = new ArrayList<>();
            for (Node word : Section.items(file.source(), item, "each index")) {
                if (word instanceof ScalarNode scalar) {
                    words.add(scalar);
                } else {
                    file.source().fault(word, "each index must be a list of names of fields");
                }
            }
            List<String> names = names(words, INDEXED_SYSTEM);
            if (names.isEmpty() && words.isEmpty()) {
                file.source().fault(item, "each index must list one field or more, such as [status, startTime]");
            } else if (!names.isEmpty() && fits(item, names, "this index") && !indexes.add(names)) {
                file.source().fault(item, "this index stands here a second time");
            }
        }
        return List.copyOf(indexes);
    }

    /** The names, when all are known and none stands twice; else none, and faults. */
    private List<String> names(List<ScalarNode> words, List<String> system) {
        List<String> names = new ArrayList<>();
        boolean faulty = false;
        for (ScalarNode word : words) {
            String name = word.getValue();
            if (!draft.fieldNames().contains(name) && !system.contains(name)) {
                file.source()
                        .fault(
                                word,
                                "there is no field '" + name + "' in " + draft.name()
                                        + Nearest.suggestion(name, draft.fieldNames()) + "; allowed here: "
                                        + String.join(
                                                ", ",
                                                Stream.concat(draft.fieldNames().stream(), system.stream())
                                                        .toList()));
                faulty = true;
            } else if (fields.containsKey(name) && !fields.get(name).type().keyable()) {
                file.source()
                        .fault(
                                word,
                                "'" + name + "' is of type "
                                        + fields.get(name).type().name()
                                        + ", which has no place here; name another field");
                faulty = true;
            } else if (names.contains(name)) {
                file.source().fault(word, "'" + name + "' stands here a second time");
                faulty = true;
            }
            names.add(name);
        }
        boolean known = names.stream().allMatch(name -> fields.containsKey(name) || system.contains(name));
        return faulty || !known ? List.of() : List.copyOf(names);
    }

    private boolean fits(Node at, List<String> names, String what) {
        long bytes = names.stream()
                .map(fields::get)
                .mapToLong(field -> field == null ? 8 : field.type().keyBytes(field))
                .sum();
        if (names.size() > MAX_COLUMNS) {
            file.source().fault(at, what + " has more than " + MAX_COLUMNS + " fields");
            return false;
        }
        if (bytes > MAX_BYTES) {
            file.source()
                    .fault(
                            at,
                            what + " is too wide: its values may have " + bytes + " bytes, an index takes " + MAX_BYTES
                                    + "; give its texts a smaller maxLength (a character has up to 4 bytes)");
            return false;
        }
        return true;
    }
}
