package org.statehouse.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Bodies of new records, of values that are mostly good: about half of the bodies have something wrong. */
final class RandomBodies {
    private static final String[] TEXTS = {"\"x\"", "\"\"", "\"  a  b \"", "\"äé😀\"", "null"};
    private static final String[] NUMBERS = {
        "0", "7", "-1", "1000001", "9007199254740993", "\"9007199254740993\"", "null"
    };
    private static final String[] WRONG = {
        "true", "[]", "{}", "1.5", "\"nonsense\"", "\"7\"", "1e400", "12345678901234567890"
    };

    private final Random random;
    private final String prefix;
    private int count;

    RandomBodies(Random random, String prefix) {
        this.random = random;
        this.prefix = prefix;
    }

    /** Of the model {@code account}; some of its codes stand twice. */
    String account() {
        Map<String, String> members = new LinkedHashMap<>();
        boolean again = random.nextInt(10) == 0;
        sometimes(
                19,
                members,
                "code",
                "\"" + prefix + "-" + (again ? count : ++count) + "\"",
                "\"lower\"",
                "null",
                "\"\"");
        sometimes(10, members, "branch", "\"" + prefix + "\"", "\"" + "b".repeat(21) + "\"", "null");
        sometimes(10, members, "number", Integer.toString(random.nextInt(20)), "\"9007199254740993\"", "null");
        sometimes(8, members, "balance", "5", NUMBERS);
        sometimes(8, members, "owner", "\"Ann\"", TEXTS);
        sometimes(8, members, "email", "\"ann@example.com\"", "\"ann@\"", "\"@\"", "\"a@b\"", "null");
        sometimes(8, members, "limit", "12.5", "\"12.50\"", "1e2", "12.345", "1000000", "\"1e9\"", "null");
        sometimes(
                8, members, "since", "\"2024-02-29T13:45:00Z\"", "\"2023-02-29T13:45:00Z\"", "\"2024-02-29\"", "null");
        sometimes(1, members, "bogus", "1");
        sometimes(1, members, "version", "1");
        return json(members);
    }

    /** Of the model {@code sample}, which has a field of every type. */
    String sample() {
        Map<String, String> members = new LinkedHashMap<>();
        sometimes(8, members, "name", "\"n\"", "\"" + "x".repeat(5000) + "\"", "\"" + "x".repeat(5001) + "\"", "null");
        sometimes(8, members, "tidy", "\" a  b \"", "\"" + " ".repeat(60) + "\"", "\"" + "t".repeat(51) + "\"");
        sometimes(8, members, "story", "\"once\\nupon\"", TEXTS);
        sometimes(8, members, "contact", "\"ann@example.com\"", "\"ann\"", "null");
        sometimes(8, members, "amount", "1", NUMBERS);
        sometimes(8, members, "price", "1.25", "\"1.25\"", "1.255", "99999999.99", "100000000", "null");
        sometimes(8, members, "wide", "\"123456789012345678901234567890.0123456789\"", "1", "\"1,5\"", "\"1.\"");
        sometimes(8, members, "active", "true", "false", "null", "\"true\"");
        sometimes(8, members, "day", "\"2024-02-29\"", "\"2023-02-29\"", "\"2024-2-9\"", "null");
        sometimes(8, members, "moment", "\"2024-02-29T13:45:00.123456+01:00\"", "\"2024-02-29T13:45:00.1234567Z\"");
        sometimes(8, members, "state", "\"OPEN\"", "\"open\"", "\"Open\"", "null", "\"\"");
        return json(members);
    }

    /** A member, in so many of 20 bodies: mostly the first value, else one of the others, rarely one of a wrong kind. */
    private void sometimes(int often, Map<String, String> members, String name, String good, String... others) {
        if (random.nextInt(20) < often) {
            int choice = random.nextInt(20);
            List<String> values = new ArrayList<>(List.of(others));
            boolean other = choice < 3 && !values.isEmpty();
            String value = other ? values.get(random.nextInt(values.size())) : good;
            members.put(name, choice == 19 ? WRONG[random.nextInt(WRONG.length)] : value);
        }
    }

    private static String json(Map<String, String> members) {
        List<String> parts = new ArrayList<>();
        members.forEach((name, value) -> parts.add("\"" + name + "\":" + value));
        return "{" + String.join(",", parts) + "}";
    }
}
