package org.statehouse.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.statehouse.testkit.Folders;

/**
 * Models of servers that crash, in two editions. Every record has a mark, which says who wrote it, and a count. From one
 * edition to the other a field comes or goes with its values, one is renamed, a rule, a unique rule, an index and a reference
 * to a model that is new come or go.
 */
final class Shelf {

    private static final String ITEM = """
            model: item
            fields:
              mark: { type: text, maxLength: 80, required: true }
              count: { type: integer }
              note: { type: longText, maxLength: 300000, renamedFrom: [remark] }
            """;
    private static final String LATER_ITEM = """
            model: item
            fields:
              mark: { type: text, maxLength: 80, required: true, unique: true }
              count: { type: integer, min: 0 }
              remark: { type: longText, maxLength: 300000, renamedFrom: [note] }
              size: { type: integer, required: true, default: 7 }
              shop: { type: reference, model: shop }
            indexes: [ [count, mark] ]
            """;
    private static final String SHOP = """
            model: shop
            fields:
              mark: { type: text, maxLength: 80 }
              count: { type: integer }
            """;
    private static final String SLOT = """
            model: slot
            id: { type: integer, assigned: client }
            fields:
              mark: { type: text, maxLength: 80, required: true }
              count: { type: integer }
            relationships:
              tags: { kind: manyToMany, model: tag, inverse: slots, onDelete: cascade }
            """;
    private static final String TAG = """
            model: tag
            id: { type: string, assigned: client }
            fields:
              mark: { type: text, maxLength: 80 }
              count: { type: integer }
            """;

    private final Path folder = Folders.create("crash-metadata");

    Shelf() {
        first();
    }

    Path folder() {
        return folder;
    }

    /** The edition that a new server begins with. */
    void first() {
        put(Map.of("item", ITEM, "slot", SLOT, "tag", TAG));
    }

    /** The other one. */
    void later() {
        put(Map.of("item", LATER_ITEM, "shop", SHOP, "slot", SLOT, "tag", TAG));
    }

    private void put(Map<String, String> models) {
        try {
            Path app = Files.createDirectories(folder.resolve("store"));
            Files.deleteIfExists(app.resolve("shop.yaml"));
            for (Map.Entry<String, String> model : new TreeMap<>(models).entrySet()) {
                Files.writeString(app.resolve(model.getKey() + ".yaml"), model.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
