package org.statehouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.statehouse.json.Json;
import org.statehouse.log.LogPositions;
import org.statehouse.log.LogStatements;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.metadata.Negotiation;
import org.statehouse.metadata.PastCatalogs;
import org.statehouse.metadata.Shop;
import org.statehouse.metadata.UncountedCatalogs;
import org.statehouse.session.Actor;
import org.statehouse.state.Caller;
import org.statehouse.state.CatalogRuns;
import org.statehouse.state.RecentRows;
import org.statehouse.state.RecordReads;
import org.statehouse.testkit.PostgresServer;

/** PostgreSQL gives exactly what filters and sorts mean, whatever they are made of. */
class ListPropertyIT {

    private static final int RUNS = 150;

    private static final CurrentCatalog SHOP = new CurrentCatalog() {
        @Override
        public Catalog current() {
            return Shop.CATALOG;
        }

        @Override
        public Catalog refresh() {
            return Shop.CATALOG;
        }
    };

    private static final Caller CALLER = new Caller(new Actor("tester"), "test");

    private final long seed = Long.getLong("statehouse.test.seed", System.nanoTime());
    private final ShopRows rows = new ShopRows(seed);
    private final RecordReads records;

    ListPropertyIT() throws SQLException {
        DataSource database = PostgresServer.shared().newDatabase("list_property");
        rows.store(database);
        CatalogRuns runs = new CatalogRuns(SHOP, new Negotiation(new PastCatalogs(database)), new UncountedCatalogs());
        records =
                new RecordReads(database, new LogPositions(database, LogStatements.STANDARD), runs, new RecentRows(0));
    }

    @Test
    void pages_of_every_list_give_each_record_that_obeys_once_and_in_order() {
        InMemory memory = new InMemory(rows);
        Random random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            RandomQueries queries = new RandomQueries(random, rows, Shop.model(run % 4 == 0 ? "person" : "order"));
            String model = run % 4 == 0 ? "person" : "order";
            Filter filter = queries.filter();
            String sort = queries.sort();
            Deleted deleted = queries.deleted();
            String text = text(filter, sort) + deletedText(deleted);
            ListQuery read = ListQuery.read(Shop.CATALOG, Shop.model(model), QueryString.parse(text));
            assertThat(read.filter())
                    .as("seed %d, run %d: %s", seed, run, text)
                    .isEqualTo(Filter.all(List.of(filter, deleted.filter(Shop.model(model)))));
            List<Object> expected = memory.ids(model, filter, deleted, read.sort());
            int limit = queries.number(3, 60);
            assertThat(pages(model, text, limit, expected.size()))
                    .as("seed %d, run %d: limit=%d&%s", seed, run, limit, text)
                    .isEqualTo(strings(expected));
            int offset = queries.number(0, 20);
            JsonNode skipped = page(model, text + "&limit=" + limit + "&offset=" + offset);
            assertThat(ids(skipped))
                    .as("seed %d, run %d: limit=%d&offset=%d&%s", seed, run, limit, offset, text)
                    .isEqualTo(
                            strings(expected).stream().skip(offset).limit(limit).toList());
        }
    }

    private List<String> pages(String model, String text, int limit, int total) {
        List<String> ids = new ArrayList<>();
        String after = "";
        while (ids.size() <= total) {
            JsonNode page = page(model, text + "&count=true&limit=" + limit + after);
            assertThat(page.get("total").asInt()).as(text).isEqualTo(total);
            ids.addAll(ids(page));
            JsonNode next = page.get("page").get("next");
            if (next.isNull()) {
                return ids;
            }
            assertThat(page.get("data")).hasSize(limit);
            after = "&after=" + next.textValue();
        }
        return ids;
    }

    private JsonNode page(String model, String query) {
        return Json.parse(records.list(CALLER, model, QueryString.parse(query)));
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.get("data").forEach(record -> ids.add(record.get("id").asText()));
        return ids;
    }

    private static List<String> strings(List<Object> ids) {
        return ids.stream().map(Object::toString).toList();
    }

    private static String deletedText(Deleted deleted) {
        return switch (deleted) {
            case EXCLUDE -> "";
            case INCLUDE -> "&deleted=include";
            case ONLY -> "&deleted=only";
        };
    }

    private static String text(Filter filter, String sort) {
        String json = new String(Json.write(out -> FilterJson.write(out, filter)), StandardCharsets.UTF_8);
        String query = "filter=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
        return sort.isEmpty() ? query : query + "&sort=" + sort;
    }
}
