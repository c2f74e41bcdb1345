package org.statehouse.live;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.LogEntry;
import org.statehouse.metadata.Model;
import org.statehouse.query.Attribute;
import org.statehouse.query.FollowQuery;

/**
 * Finds those whom a change may concern, without looking at the others: by model, and there by the value of a field (or of
 * the id) that a filter compares with constants. Guarded by the dispatcher.
 */
final class Audiences {

    private final Map<Object, Audience> byKey = new HashMap<>();
    private final Set<Audience> ofLog = new LinkedHashSet<>();
    private final Map<Integer, OfModel> ofModels = new HashMap<>();

    /** Those who follow one model. */
    private static final class OfModel {
        private final Model model;
        private final Set<Audience> all = new LinkedHashSet<>();
        private final Map<String, ByValue> byAttribute = new HashMap<>();

        OfModel(Model model) {
            this.model = model;
        }

        boolean isEmpty() {
            return all.isEmpty() && byAttribute.isEmpty();
        }
    }

    private record ByValue(Attribute attribute, Map<Object, Set<Audience>> values) {}

    /** Adds one who keeps up. */
    void join(Subscription subscription) {
        Selection selection = subscription.selection();
        Audience audience = byKey.get(selection.key());
        if (audience == null) {
            audience = new Audience(selection);
            byKey.put(selection.key(), audience);
            add(audience);
        }
        audience.members().add(subscription);
    }

    void leave(Subscription subscription) {
        Audience audience = byKey.get(subscription.selection().key());
        if (audience != null
                && audience.members().remove(subscription)
                && audience.members().isEmpty()) {
            byKey.remove(subscription.selection().key());
            remove(audience);
        }
    }

    Collection<Audience> all() {
        return List.copyOf(byKey.values());
    }

    /** Those whom a transaction may concern. */
    Set<Audience> concernedBy(Transaction transaction) {
        if (byKey.isEmpty()) {
            return Set.of();
        }
        Set<Audience> concerned = new LinkedHashSet<>(ofLog);
        for (LogEntry entry : transaction.entries()) {
            LogEntry.RecordChange change = entry.change();
            OfModel ofModel = change == null ? null : ofModels.get(change.model());
            if (ofModel != null) {
                concerned.addAll(ofModel.all);
                if (!ofModel.byAttribute.isEmpty()) {
                    RecordImages images = new RecordImages(entry, ofModel.model);
                    ofModel.byAttribute.values().forEach(by -> find(by, images, concerned));
                }
            }
        }
        return concerned;
    }

    private static void find(ByValue by, RecordImages images, Set<Audience> concerned) {
        Object after = images.valueAfter(by.attribute());
        Object before = images.valueBefore(by.attribute());
        concerned.addAll(at(by, after));
        if (before != null && !before.equals(after)) {
            concerned.addAll(at(by, before));
        }
    }

    private static Set<Audience> at(ByValue by, @Nullable Object value) {
        return value == null ? Set.of() : by.values().getOrDefault(value, Collections.emptySet());
    }

    private void add(Audience audience) {
        if (!(audience.selection() instanceof RecordSelection records)) {
            ofLog.add(audience);
            return;
        }
        Model model = records.query().model();
        OfModel ofModel = ofModels.computeIfAbsent(model.number(), number -> new OfModel(model));
        Optional<FollowQuery.Key> key = records.lookUp();
        if (key.isEmpty()) {
            ofModel.all.add(audience);
            return;
        }
        Attribute attribute = key.get().attribute();
        ByValue by = ofModel.byAttribute.computeIfAbsent(
                attribute.column(), column -> new ByValue(attribute, new HashMap<>()));
        for (Object value : key.get().values()) {
            by.values().computeIfAbsent(value, one -> new LinkedHashSet<>()).add(audience);
        }
    }

    private void remove(Audience audience) {
        ofLog.remove(audience);
        Integer number = audience.selection().subject();
        OfModel ofModel = number == null ? null : ofModels.get(number);
        if (ofModel == null) {
            return;
        }
        ofModel.all.remove(audience);
        Optional<FollowQuery.Key> key = audience.selection().lookUp();
        if (key.isPresent()) {
            String column = key.get().attribute().column();
            ByValue by = ofModel.byAttribute.get(column);
            if (by != null) {
                by.values().values().forEach(some -> some.remove(audience));
                by.values().values().removeIf(Set::isEmpty);
                if (by.values().isEmpty()) {
                    ofModel.byAttribute.remove(column);
                }
            }
        }
        if (ofModel.isEmpty()) {
            ofModels.remove(number);
        }
    }
}
