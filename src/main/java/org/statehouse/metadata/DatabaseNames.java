package org.statehouse.metadata;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names of tables, constraints and indexes: the same for the same definition on every node and in every run, and at most
 * 63 bytes, where PostgreSQL would cut them off. Names of models have no underscore, those of link tables one and those of
 * constraints and indexes two or more, so that they never meet.
 */
final class DatabaseNames {

    private static final int MAX = 63;
    private static final int HASH = 10;

    private DatabaseNames() {}

    static String linkTable(String model, String relationship) {
        return fit(model + "_" + relationship, "");
    }

    static String primaryKey(String table) {
        return fit(table, "__pk");
    }

    static String foreignKey(String table, String column) {
        return fit(table + "_" + column, "_fk");
    }

    static String check(String model, String field, String rule) {
        return fit(model + "_" + field + "_" + rule, "_check");
    }

    /** Several keys over the same fields differ in their condition. */
    static String unique(String model, List<String> fields, @Nullable Condition where) {
        String condition = where == null ? "" : "_" + digest(where.sql());
        return fit(model + "_" + String.join("_", fields) + condition, "_unique");
    }

    static String index(String table, List<String> columns) {
        return fit(table + "_" + String.join("_", columns), "_index");
    }

    /** Long names keep their beginning and get a hash of the whole. */
    private static String fit(String name, String suffix) {
        if (name.length() + suffix.length() <= MAX) {
            return name + suffix;
        }
        return name.substring(0, MAX - HASH - suffix.length()) + digest(name) + suffix;
    }

    /** Ten characters that stand for a text. */
    static String digest(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, HASH);
    }

    /** In hexadecimal. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
