package org.statehouse.metadata;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Gives numbers to everything in checked files: those that it has, under its name of today or a former one, else new ones.
 */
final class Allotment {

    private final Numbers before;
    private final CheckedCatalog checked;
    private final SortedMap<String, Integer> numbers = new TreeMap<>();
    private int next;

    Allotment(Numbers before, CheckedCatalog checked) {
        this.before = before;
        this.checked = checked;
        this.next = before.next();
    }

    Numbers numbers() {
        for (Model model : checked.models().values()) {
            String old = allot(
                    Numbers.modelKey(model.name()),
                    model.name(),
                    checked.models().keySet(),
                    Numbers::modelKey);
            for (String field : model.fields().keySet()) {
                allot(
                        Numbers.fieldKey(model.name(), field),
                        field,
                        model.fields().keySet(),
                        name -> Numbers.fieldKey(old, name));
            }
            model.relationships().values().stream()
                    .filter(Relationship::owner)
                    .forEach(one -> relationship(model, old, one));
        }
        return new Numbers(next, numbers);
    }

    private void relationship(Model model, String oldModel, Relationship one) {
        Set<String> today = model.relationships().keySet();
        String old = allot(
                Numbers.relationshipKey(model.name(), one.name()),
                one.name(),
                today,
                name -> Numbers.relationshipKey(oldModel, name));
        Set<String> fields = one.linkFields().keySet();
        for (String field : fields) {
            allot(
                    Numbers.linkFieldKey(model.name(), one.name(), field),
                    field,
                    fields,
                    name -> Numbers.linkFieldKey(oldModel, old, name));
        }
    }

    /** Gives the name under which the thing was known before; its name of today where it was not. */
    private String allot(String key, String name, Set<String> today, UnaryOperator<String> keyBefore) {
        String old = name;
        if (!before.allotted().containsKey(keyBefore.apply(name))) {
            for (String former : checked.formerNames().of(key)) {
                if (!today.contains(former) && before.allotted().containsKey(keyBefore.apply(former))) {
                    old = former;
                    break;
                }
            }
        }
        Integer known = before.allotted().get(keyBefore.apply(old));
        numbers.put(key, known == null ? next++ : known);
        return old;
    }
}
