package org.statehouse.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All field types: one line a type. */
final class FieldTypes {

    private static final Map<String, FieldType> ALL = byName(List.of(
            new TextType(),
            new LongTextType(),
            new EmailType(),
            new IntegerType(),
            new DecimalType(),
            new BooleanType(),
            new DateType(),
            new DateTimeType(),
            new EnumType(),
            new ReferenceType(),
            new UrlType(),
            new UuidType(),
            new FloatType(),
            new TimeType(),
            new RadioType(),
            new MultiEnumType(),
            new ImageType(),
            new VideoType(),
            new PasswordType(),
            new JsonType()));

    private FieldTypes() {}

    static @Nullable FieldType find(String name) {
        return ALL.get(name);
    }

    /** Their names, in the order of the documentation. */
    static Set<String> names() {
        return ALL.keySet();
    }

    private static Map<String, FieldType> byName(List<FieldType> types) {
        Map<String, FieldType> map = new LinkedHashMap<>();
        types.forEach(type -> map.put(type.name(), type));
        return map;
    }
}
