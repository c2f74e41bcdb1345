package org.statehouse.query;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Shop;
import org.statehouse.metadata.ValueFault;
import org.statehouse.testkit.PostgresServer;

/** Records of the shop, made from a seed, in PostgreSQL and in memory: full of nulls, ties and odd characters. */
final class ShopRows {

    static final int ORDERS = 120;
    static final int PEOPLE = 8;

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "A",
            "b",
            "ab",
            "Ab",
            "aB",
            "a%",
            "a_b",
            "%",
            "_",
            "\\",
            "'",
            "\"",
            " ",
            "Ä",
            "ä",
            "a\u0308",
            "ß",
            "ẞ",
            "Σίσυφος",
            "ΣΊΣΥΦΟΣ",
            "ς",
            "İ",
            "i",
            "I",
            "ı",
            "\ue000",
            "\ud83d\ude00",
            "\ud83d\ude00a",
            "ﬁ",
            "K");
    private static final List<String> DOCUMENTS = List.of(
            "1", "1.0", "\"1\"", "{}", "[]", "{\"b\":1,\"a\":[1.50,null]}", "{\"a\":[1.5,null],\"b\":1}", "false");
    private static final List<String> HOURS = List.of("00:00:00", "12:00:00", "12:00:00.000001", "23:59:59.999999");
    private static final List<UUID> TOKENS = List.of(new UUID(0, 0), new UUID(0, -1), new UUID(-1, 0), new UUID(1, 2));
    private static final List<String> DAYS = List.of("0001-01-01", "1999-12-31", "2024-02-29", "2024-03-01");
    private static final List<String> TIMES = List.of(
            "0001-01-01T00:00:00Z",
            "2024-02-29T12:00:00Z",
            "2024-02-29T12:00:00.000001Z",
            "9999-12-31T23:59:59.999999Z");

    private final Random random;
    private final Map<String, Map<Object, Map<String, @Nullable Object>>> rows = new HashMap<>();

    ShopRows(long seed) {
        this.random = new Random(seed);
        Map<Object, Map<String, @Nullable Object>> people = new LinkedHashMap<>();
        for (int i = 0; i < PEOPLE; i++) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            people.put(id, row(Shop.model("person"), id, List.copyOf(people.keySet()), List.of()));
        }
        rows.put("person", people);
        Map<Object, Map<String, @Nullable Object>> orders = new LinkedHashMap<>();
        for (long i = 1; i <= ORDERS; i++) {
            orders.put(i, row(Shop.model("order"), i, List.copyOf(people.keySet()), List.copyOf(orders.keySet())));
        }
        rows.put("order", orders);
    }

    /** All records of a model. */
    List<Map<String, @Nullable Object>> of(String model) {
        return List.copyOf(table(model).values());
    }

    /** The value at the end of a path, null where it breaks off. */
    @Nullable
    Object value(Map<String, @Nullable Object> row, Path path) {
        Map<String, @Nullable Object> at = row;
        for (Field step : path.steps()) {
            Object id = at.get(step.name());
            if (id == null) {
                return null;
            }
            at = Objects.requireNonNull(table(step.referenced().model()).get(id));
        }
        return at.get(path.attribute().column());
    }

    /** A value that an attribute could have. */
    Object any(Attribute attribute) {
        if (attribute instanceof IdAttribute id) {
            return switch (id.type()) {
                case UUID -> pick(List.copyOf(table("person").keySet()));
                case INTEGER -> (long) random.nextInt(ORDERS + 2);
                case STRING -> pick(TEXTS);
            };
        }
        if (attribute instanceof SystemAttribute system) {
            return switch (system) {
                case VERSION -> 1L + random.nextInt(3);
                case CREATED_AT, UPDATED_AT, DELETED_AT -> time();
                case CREATED_BY, UPDATED_BY, DELETED_BY -> pick(TEXTS);
            };
        }
        return ofField(((FieldAttribute) attribute).field());
    }

    String text() {
        return pick(TEXTS);
    }

    /** Makes the tables and fills them. */
    void store(DataSource database) throws SQLException {
        Shop.tables().forEach(sql -> PostgresServer.execute(database, sql));
        try (Connection connection = database.getConnection()) {
            for (Model model : List.of(Shop.model("person"), Shop.model("order"))) {
                store(connection, model);
            }
        }
    }

    private void store(Connection connection, Model model) throws SQLException {
        List<Attribute> columns = new ArrayList<>();
        for (String name : PathReader.names(model)) {
            columns.add(Objects.requireNonNull(PathReader.attribute(model, name)));
        }
        String sql = "INSERT INTO " + model.table() + " ("
                + String.join(
                        ", ", columns.stream().map(c -> '"' + c.column() + '"').toList()) + ") VALUES ("
                + String.join(", ", columns.stream().map(c -> "?").toList()) + ")";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Map<String, @Nullable Object> row : of(model.name())) {
                for (int i = 0; i < columns.size(); i++) {
                    Attribute column = columns.get(i);
                    Object value = row.get(column.column());
                    if (value != null) {
                        column.bind(insert, i + 1, value);
                    } else if (column instanceof FieldAttribute of) {
                        of.field().type().bind(of.field(), insert, i + 1, null);
                    } else {
                        insert.setObject(i + 1, null);
                    }
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private Map<String, @Nullable Object> row(Model model, Object id, List<Object> people, List<Object> orders) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", id);
        boolean live = random.nextBoolean();
        SystemAttribute.of(model)
                .forEach(
                        attribute -> row.put(attribute.column(), attribute.nullable() && live ? null : any(attribute)));
        for (Field field : model.fields().values()) {
            if (field.isReference()) {
                List<Object> targets = field.referenced().model().equals("person") ? people : orders;
                row.put(field.name(), targets.isEmpty() || random.nextInt(4) == 0 ? null : pick(targets));
            } else {
                row.put(field.name(), field.required() || random.nextInt(4) > 0 ? ofField(field) : null);
            }
        }
        return row;
    }

    private Object ofField(Field field) {
        return switch (field.type().name()) {
            case "integer" -> (long) random.nextInt(5) - 2;
            case "decimal" -> new BigDecimal(pick(List.of("0.000", "1.500", "-2.125", "999999999.999")));
            case "boolean" -> random.nextBoolean();
            case "date" -> LocalDate.parse(pick(DAYS));
            case "dateTime" -> time();
            case "float" ->
                pick(List.of(0.0, 0.1, -2.5, 1e300, Double.MIN_VALUE, Double.MAX_VALUE, 0.30000000000000004));
            case "time" -> LocalTime.parse(pick(HOURS));
            case "uuid" -> pick(TOKENS);
            case "multiEnum" -> set(List.copyOf(field.settings().options().keySet()));
            case "enum" -> pick(List.copyOf(field.settings().options().keySet()));
            case "json" -> json(field, pick(DOCUMENTS));
            case "reference" -> any(new IdAttribute(field.referenced().idType()));
            default -> field.name().equals("code") ? pick(Arrays.asList("A", "B%", "Ä")) : pick(TEXTS);
        };
    }

    private static Object json(Field field, String text) {
        try {
            return field.type().fromText(field, text);
        } catch (ValueFault impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** In the order of the options; seldom none. */
    private List<String> set(List<String> keys) {
        int members = random.nextInt(1 << keys.size());
        return IntStream.range(0, keys.size())
                .filter(i -> (members >> i & 1) == 1)
                .mapToObj(keys::get)
                .toList();
    }

    private OffsetDateTime time() {
        return OffsetDateTime.parse(pick(TIMES));
    }

    private Map<Object, Map<String, @Nullable Object>> table(String model) {
        return Objects.requireNonNull(rows.get(model));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
