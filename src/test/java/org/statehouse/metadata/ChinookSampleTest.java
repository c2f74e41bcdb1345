package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statehouse.json.Json;

/** The Chinook sample: its files check, its data are the source's and obey the models. */
class ChinookSampleTest {

    private static Map<String, Model> models = Map.of();

    @BeforeAll
    static void read() throws Exception {
        models = CatalogReader.read(MetadataFiles.inFolder(Path.of("metadata"))).models();
    }

    @Test
    void the_data_files_are_what_the_mapping_makes_of_the_source() throws IOException {
        for (String model : ChinookData.TABLES.keySet()) {
            Path file = ChinookData.DATA.resolve(model + ".ndjson");
            assertThat(Files.readAllLines(file, StandardCharsets.UTF_8))
                    .as("%s is not up to date: run ChinookData.main", file)
                    .isEqualTo(ChinookData.lines(model));
        }
        try (Stream<Path> files = Files.list(ChinookData.DATA)) {
            assertThat(files).hasSize(ChinookData.TABLES.size());
        }
    }

    @Test
    void all_rows_of_all_tables_are_there() throws IOException {
        int rows = 0;
        for (String table : ChinookData.TABLES.values()) {
            rows += ChinookData.rows(table).size();
        }
        assertThat(rows + ChinookData.rows("PlaylistTrack").size()).isEqualTo(15_607);
    }

    @Test
    void every_value_of_every_row_obeys_the_type_and_the_rules_of_its_field() throws Exception {
        for (String name : ChinookData.TABLES.keySet()) {
            Model model = java.util.Objects.requireNonNull(models.get(name));
            for (String line : ChinookData.lines(name)) {
                JsonNode record = Json.parse(line.getBytes(StandardCharsets.UTF_8));
                assertThat(fieldNames(record)).as(line).isEqualTo(expectedNames(model));
                for (Field field : model.fields().values()) {
                    obeys(field, record.get(field.name()), line);
                }
            }
        }
    }

    private static Set<String> fieldNames(JsonNode record) {
        Set<String> names = new LinkedHashSet<>();
        record.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> expectedNames(Model model) {
        Set<String> names = new LinkedHashSet<>(Set.of("id"));
        names.addAll(model.fields().keySet());
        if (model.name().equals("playlist")) {
            names.add("tracks");
        }
        return names;
    }

    private static void obeys(Field field, JsonNode json, String line) throws ValueFault {
        Object value = field.fromJson(json);
        assertThat(value == null && field.required())
                .as("%s of %s", field.name(), line)
                .isFalse();
        if (value != null) {
            assertThat(field.rules())
                    .allSatisfy(rule -> assertThat(rule.accepts(value))
                            .as("%s %s of %s", field.name(), rule.code(), line)
                            .isTrue());
        }
    }

    @Test
    void every_invoice_total_equals_the_sum_of_its_lines() throws IOException {
        Map<String, BigDecimal> sums = new HashMap<>();
        for (JsonNode line : ChinookData.rows("InvoiceLine")) {
            BigDecimal price = line.get("UnitPrice")
                    .decimalValue()
                    .multiply(line.get("Quantity").decimalValue());
            sums.merge(line.get("InvoiceId").asText(), price, BigDecimal::add);
        }
        for (JsonNode invoice : ChinookData.rows("Invoice")) {
            assertThat(invoice.get("Total").decimalValue())
                    .as("invoice %s", invoice)
                    .isEqualByComparingTo(sums.get(invoice.get("InvoiceId").asText()));
        }
        assertThat(sums.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("2328.60");
    }
}
