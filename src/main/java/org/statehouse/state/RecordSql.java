package org.statehouse.state;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;

/** The write statements of one catalog, each compiled once. */
final class RecordSql {

    /** Different sets of changed fields that are kept for a model; others are compiled for one use. */
    private static final int MAX_UPDATES = 256;

    private final Catalog catalog;
    private final Map<String, RowStatement> creates = new ConcurrentHashMap<>();
    private final Map<String, RowStatement> restores = new ConcurrentHashMap<>();
    private final Map<String, SoftDelete> softDeletes = new ConcurrentHashMap<>();
    private final Map<String, BatchInsert> batches = new ConcurrentHashMap<>();
    private final Map<String, BatchUpdate> manyUpdates = new ConcurrentHashMap<>();
    private final Map<String, Map<List<Integer>, RowStatement>> updates = new ConcurrentHashMap<>();

    RecordSql(Catalog catalog) {
        this.catalog = catalog;
    }

    Catalog catalog() {
        return catalog;
    }

    RowStatement create(Model model) {
        return creates.computeIfAbsent(model.name(), name -> RowStatement.create(catalog, model));
    }

    /** With other values of some fields, which is rare, it is compiled for one use. */
    RowStatement restore(Model model, List<Field> changed) {
        return changed.isEmpty()
                ? restores.computeIfAbsent(model.name(), name -> RowStatement.restore(catalog, model, changed))
                : RowStatement.restore(catalog, model, changed);
    }

    SoftDelete softDelete(Model model) {
        return softDeletes.computeIfAbsent(model.name(), name -> new SoftDelete(model));
    }

    BatchInsert insertMany(Model model) {
        return batches.computeIfAbsent(model.name(), name -> new BatchInsert(model));
    }

    BatchUpdate updateMany(Model model) {
        return manyUpdates.computeIfAbsent(model.name(), name -> new BatchUpdate(model));
    }

    RowStatement update(Model model, List<Field> changed) {
        Map<List<Integer>, RowStatement> ofModel =
                updates.computeIfAbsent(model.name(), name -> new ConcurrentHashMap<>());
        List<Integer> key = changed.stream().map(Field::number).toList();
        RowStatement known = ofModel.get(key);
        if (known != null) {
            return known;
        }
        RowStatement compiled = RowStatement.update(catalog, model, changed);
        if (ofModel.size() < MAX_UPDATES) {
            ofModel.put(key, compiled);
        }
        return compiled;
    }
}
