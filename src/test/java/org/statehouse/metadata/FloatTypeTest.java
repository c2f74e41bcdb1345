package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.PostgresServer;

/** A number with a floating point, which reads back as it was written. */
class FloatTypeTest extends FieldTypeConformance {

    FloatTypeTest() {
        super("type: float");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(
                Map.entry("0", "0"),
                Map.entry("-0.0", "0"),
                Map.entry("1.5", "1.5"),
                Map.entry("0.1", "0.1"),
                Map.entry("0.10000000000000001", "0.1"),
                Map.entry("0.30000000000000004", "0.30000000000000004"),
                Map.entry("100", "100"),
                Map.entry("1e2", "100"),
                Map.entry("-12345678.9", "-12345678.9"),
                Map.entry("9007199254740992", "9007199254740992"),
                Map.entry("1e23", "99999999999999990000000"),
                Map.entry("5e-324", "0." + "0".repeat(323) + "5"),
                Map.entry("5.684341886080802e-14", "0.00000000000005684341886080802"),
                Map.entry("1.7976931348623157e308", "17976931348623157" + "0".repeat(292)));
    }

    @Override
    List<String> refused() {
        return List.of(
                "1e400",
                "-1e400",
                "1e-400",
                "1e400000",
                "9007199254740993",
                "0.1234567890123456789",
                "\"1.5\"",
                "\"NaN\"",
                "\"Infinity\"",
                "true",
                "\"\"",
                "1.7976931348623159e308",
                "1e999999999",
                "1e-999999999");
    }

    @Override
    Map<String, String> texts() {
        return Map.ofEntries(Map.entry("1.5", "1.5"), Map.entry("-1e-3", "-0.001"));
    }

    @Override
    List<String> refusedTexts() {
        return List.of(
                "",
                "NaN",
                "Infinity",
                "-Infinity",
                "1,5",
                "+1",
                "01",
                ".5",
                "5.",
                "0x10",
                "1e400",
                " 1",
                "1".repeat(1_200));
    }

    @Override
    String column() {
        return "double precision";
    }

    @Override
    String form() {
        return "{\"control\":\"numberInput\",\"step\":\"any\"}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.ORDERED;
    }

    @Test
    void digits_behind_the_point_are_counted_and_never_rounded() throws Exception {
        Field field = field("type: float, precision: 2, step: 0.25");
        assertThat(field.type().fromText(field, "1.50")).isEqualTo(1.5);
        assertThat(field.type().fromText(field, "1e300")).isEqualTo(1e300);
        assertThatThrownBy(() -> field.type().fromText(field, "0.125"))
                .hasMessage("must have at most 2 digits after the decimal point");
    }

    @Test
    @SuppressWarnings("FloatingPointLiteralPrecision") // the nearest double is meant
    void postgresql_and_java_write_the_same_decimal_for_a_double() throws Exception {
        Random random = new Random(11);
        Double[] values = Stream.concat(
                        Stream.of("1e23", "5e-324", "0.1", "5.684341886080802e-14", "9007199254740994", "2e22")
                                .map(Double::valueOf),
                        Stream.generate(() -> Double.longBitsToDouble(random.nextLong())))
                .filter(Double::isFinite)
                .limit(5_000)
                .toArray(Double[]::new);
        try (Connection connection = PostgresServer.shared().dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT to_jsonb(u.d)::text FROM unnest(?::float8[]) WITH ORDINALITY u(d, o) ORDER BY u.o")) {
            select.setArray(1, connection.createArrayOf("float8", values));
            try (ResultSet rows = select.executeQuery()) {
                for (Double value : values) {
                    rows.next();
                    assertThat(Floats.shortest(value)).isEqualByComparingTo(new BigDecimal(rows.getString(1)));
                }
            }
        }
    }

    @Test
    void a_double_is_written_with_the_fewest_digits_that_read_back_as_it() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                String text = Floats.text(value);
                assertThat(Double.parseDouble(text)).as(text).isEqualTo(value);
                assertThat(Floats.of(new BigDecimal(text))).as(text).hasValue(value);
                assertThat(Floats.of(new BigDecimal(value))).as(text).hasValue(value);
            }
        }
        assertThat(Floats.text(1e21)).isEqualTo("1E+21");
        assertThat(Floats.text(123e18)).isEqualTo("123000000000000000000");
        assertThat(Floats.text(0.000001)).isEqualTo("0.000001");
        assertThat(Floats.text(1e-7)).isEqualTo("1E-7");
    }
}
