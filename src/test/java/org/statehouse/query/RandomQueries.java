package org.statehouse.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Operator;
import org.statehouse.metadata.Shop;

/** Filters and sorts made from a seed. */
final class RandomQueries {

    private static final int MAX_DEPTH = 3;

    private final Random random;
    private final ShopRows rows;
    private final Model model;

    RandomQueries(Random random, ShopRows rows, Model model) {
        this.random = random;
        this.rows = rows;
        this.model = model;
    }

    Filter filter() {
        return random.nextInt(8) == 0 ? Filter.EVERYTHING : filter(0);
    }

    /** As it is written; the id, which comes by itself, is left out. */
    String sort() {
        Set<String> keys = new LinkedHashSet<>();
        int count = random.nextInt(4);
        if (count > 0 && random.nextInt(3) == 0) {
            model.indexes().stream().findFirst().ifPresent(index -> keys.add(index.get(0)));
        }
        for (int i = 0; i < count; i++) {
            Path path = path();
            if (path.attribute().sortable()) {
                keys.add(path.text());
            }
        }
        List<String> signed =
                keys.stream().map(key -> random.nextBoolean() ? key : "-" + key).toList();
        return String.join(",", signed);
    }

    Deleted deleted() {
        List<Deleted> all = List.of(Deleted.values());
        return model.softDelete() ? all.get(random.nextInt(all.size())) : Deleted.EXCLUDE;
    }

    int number(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    private Filter filter(int depth) {
        int kind = depth == MAX_DEPTH ? 0 : random.nextInt(6);
        return switch (kind) {
            case 3 -> Filter.all(list(depth));
            case 4 -> Filter.any(list(depth));
            case 5 -> new Filter.Not(filter(depth + 1));
            default -> compare();
        };
    }

    private List<Filter> list(int depth) {
        List<Filter> filters = new ArrayList<>();
        int count = number(1, 3);
        for (int i = 0; i < count; i++) {
            filters.add(filter(depth + 1));
        }
        return filters;
    }

    private Filter compare() {
        Path path = path();
        Attribute attribute = path.attribute();
        List<Operator> operators = attribute.operators().stream().sorted().toList();
        Operator operator = operators.get(random.nextInt(operators.size()));
        int count = switch (operator.arity()) {
            case FLAG -> 0;
            case ONE -> 1;
            case TWO -> 2;
            case MANY -> number(1, 3);
        };
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(value(operator, attribute));
        }
        return new Filter.Compare(path, operator, values);
    }

    private Object value(Operator operator, Attribute attribute) {
        if (operator.compareTo(Operator.CONTAINS) >= 0) {
            return rows.text();
        }
        Object value = rows.any(attribute);
        boolean ofSets = Operator.SET.contains(operator) && !Operator.ANY.contains(operator);
        return ofSets && value.equals(List.of()) ? List.of("NEW") : value;
    }

    private Path path() {
        List<Field> steps = new ArrayList<>();
        Model at = model;
        while (steps.size() < 2 && random.nextInt(3) == 0) {
            List<Field> references =
                    at.fields().values().stream().filter(Field::isReference).toList();
            Field step = references.get(random.nextInt(references.size()));
            steps.add(step);
            at = Shop.model(step.referenced().model());
        }
        List<String> names = PathReader.names(at);
        String name = names.get(random.nextInt(names.size()));
        return new Path(steps, Objects.requireNonNull(PathReader.attribute(at, name)));
    }
}
