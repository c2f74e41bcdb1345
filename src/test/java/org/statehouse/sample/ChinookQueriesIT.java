package org.statehouse.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.statehouse.json.Json;

/** Lists of Chinook are what PostgreSQL answers to SQL written by hand. */
class ChinookQueriesIT {

    private static final List<String> SYSTEM = List.of("version", "createdAt", "createdBy", "updatedAt", "updatedBy");

    private final Chinook chinook = Chinook.imported();

    /**
     * A list and what it must be.
     *
     * @param list path below {@code /api/records/} and parameters, in plain characters
     * @param rows SQL of the JSON of each record, in order, without system fields
     * @param total SQL of the number of all that match; empty when the list does not ask for it
     */
    private record Case(String list, String rows, String total) {}

    private static Case is(String list, String rows) {
        return new Case(list, rows, "");
    }

    private static Case counted(String list, String rows, String total) {
        return new Case(list + "&count=true", rows, total);
    }

    private static final List<Case> CASES = List.of(
            is("genre?fields=name", row("'id',id,'name',name") + " genre ORDER BY id LIMIT 50"),
            is(
                    "track?filter[genre]=2&fields=name&limit=20",
                    row("'id',id,'name',name") + " track WHERE genre = 2 ORDER BY id LIMIT 20"),
            is(
                    "track?filter={\"genre\":{\"eq\":2},\"milliseconds\":{\"gt\":300000}}&fields=milliseconds",
                    row("'id',id,'milliseconds',milliseconds")
                            + " track WHERE genre = 2 AND milliseconds > 300000 ORDER BY id LIMIT 50"),
            counted(
                    "track?filter[album.artist.name]=AC/DC&fields=name&sort=name",
                    row("'id',t.id,'name',t.name") + " track t JOIN album a ON a.id = t.album JOIN artist r ON r.id ="
                            + " a.artist WHERE r.name = 'AC/DC' ORDER BY t.name COLLATE \"C\", t.id LIMIT 50",
                    "SELECT count(*) FROM track t JOIN album a ON a.id = t.album JOIN artist r ON r.id = a.artist WHERE"
                            + " r.name = 'AC/DC'"),
            counted(
                    "album?filter={\"artist.name\":{\"startsWith\":\"The \"}}&fields=title&sort=-artist.name,title",
                    row("'id',a.id,'title',a.title") + " album a JOIN artist r ON r.id = a.artist WHERE r.name LIKE"
                            + " 'The %' ORDER BY r.name COLLATE \"C\" DESC, a.title COLLATE \"C\", a.id LIMIT 50",
                    "SELECT count(*) FROM album a JOIN artist r ON r.id = a.artist WHERE r.name LIKE 'The %'"),
            counted(
                    "track?filter[composer][isNull]=true&fields=composer&limit=3",
                    row("'id',id,'composer',composer") + " track WHERE composer IS NULL ORDER BY id LIMIT 3",
                    "SELECT count(*) FROM track WHERE composer IS NULL"),
            counted(
                    "track?filter[composer][ne]=AC/DC&fields=composer&limit=100",
                    row("'id',id,'composer',composer")
                            + " track WHERE composer IS DISTINCT FROM 'AC/DC' ORDER BY id LIMIT 100",
                    "SELECT count(*) FROM track WHERE composer IS DISTINCT FROM 'AC/DC'"),
            counted(
                    "customer?filter={\"state\":{\"notIn\":[\"SP\",\"CA\"]}}&fields=state&limit=10",
                    row("'id',id,'state',state")
                            + " customer WHERE (state NOT IN ('SP','CA')) IS NOT FALSE ORDER BY id LIMIT 10",
                    "SELECT count(*) FROM customer WHERE (state NOT IN ('SP','CA')) IS NOT FALSE"),
            is(
                    "track?filter[milliseconds][between]=100000,120000&fields=milliseconds&sort=-milliseconds",
                    row("'id',id,'milliseconds',milliseconds")
                            + " track WHERE milliseconds BETWEEN 100000 AND 120000 ORDER BY milliseconds DESC, id LIMIT"
                            + " 50"),
            is(
                    "artist?filter[id][in]=275,1,50&fields=name",
                    row("'id',id,'name',name") + " artist WHERE id IN (275, 1, 50) ORDER BY id"),
            counted(
                    "track?filter={\"or\":[{\"genre.name\":\"Opera\"},{\"and\":[{\"milliseconds\":{\"lt\":60000}},"
                            + "{\"not\":{\"mediaType\":3}}]}]}&fields=name",
                    row("'id',t.id,'name',t.name") + " track t LEFT JOIN genre g ON g.id = t.genre WHERE g.name ="
                            + " 'Opera' OR (t.milliseconds < 60000 AND t.\"mediaType\" <> 3) ORDER BY t.id LIMIT 50",
                    "SELECT count(*) FROM track t LEFT JOIN genre g ON g.id = t.genre WHERE g.name = 'Opera' OR"
                            + " (t.milliseconds < 60000 AND t.\"mediaType\" <> 3)"),
            is(
                    "customer?sort=state,-city&fields=state,city&limit=60",
                    row("'id',id,'state',state,'city',city") + " customer ORDER BY state COLLATE \"C\" NULLS LAST, city"
                            + " COLLATE \"C\" DESC NULLS FIRST, id"),
            is(
                    "customer?sort=-company&fields=company&offset=45&limit=10",
                    row("'id',id,'company',company")
                            + " customer ORDER BY company COLLATE \"C\" DESC NULLS FIRST, id LIMIT 10 OFFSET 45"),
            is(
                    "employee?sort=-reportsTo.lastName,hireDate&fields=lastName",
                    row("'id',e.id,'lastName',e.\"lastName\"") + " employee e LEFT JOIN employee b ON b.id ="
                            + " e.\"reportsTo\" ORDER BY b.\"lastName\" COLLATE \"C\" DESC NULLS FIRST, e.\"hireDate\""
                            + " NULLS LAST, e.id"),
            counted(
                    "track?search=love you&fields=name&sort=name&limit=30",
                    row("'id',id,'name',name") + " track WHERE (lower(name) LIKE '%love%' OR lower(composer) LIKE"
                            + " '%love%') AND (lower(name) LIKE '%you%' OR lower(composer) LIKE '%you%') ORDER BY name"
                            + " COLLATE \"C\", id LIMIT 30",
                    "SELECT count(*) FROM track WHERE (lower(name) LIKE '%love%' OR lower(composer) LIKE '%love%') AND"
                            + " (lower(name) LIKE '%you%' OR lower(composer) LIKE '%you%')"),
            is(
                    "customer?search=SÃO&filter[country]=Brazil&fields=city",
                    row("'id',id,'city',city")
                            + " customer WHERE country = 'Brazil' AND (city LIKE '%São%' OR address LIKE '%São%' OR"
                            + " company LIKE '%São%') ORDER BY id"),
            is(
                    "artist?filter[name][icontains]=MÔNICA&fields=name",
                    row("'id',id,'name',name") + " artist WHERE name ILIKE '%mônica%' ORDER BY id"),
            is(
                    "artist?filter={\"name\":{\"endsWith\":\"s\"}}&sort=-name&fields=name&limit=15",
                    row("'id',id,'name',name")
                            + " artist WHERE name LIKE '%s' ORDER BY name COLLATE \"C\" DESC, id LIMIT 15"),
            is(
                    "track?filter={\"name\":{\"contains\":\"100%\"}}&fields=name",
                    row("'id',id,'name',name") + " track WHERE position('100%' in name) > 0 ORDER BY id"),
            is(
                    "track?filter[name][contains]=_&fields=name",
                    row("'id',id,'name',name") + " track WHERE position('_' in name) > 0 ORDER BY id LIMIT 50"),
            counted(
                    "invoice?filter[invoiceDate][gte]=2022-01-01T00:00:00Z&filter[invoiceDate][lt]=2022-02-01T01:00:00%2B01:00"
                            + "&fields=invoiceDate&sort=-invoiceDate",
                    row("'id',id,'invoiceDate'," + time("\"invoiceDate\"")) + " invoice WHERE \"invoiceDate\" >="
                            + " '2022-01-01Z' AND \"invoiceDate\" < '2022-02-01Z' ORDER BY \"invoiceDate\" DESC, id",
                    "SELECT count(*) FROM invoice WHERE \"invoiceDate\" >= '2022-01-01Z' AND \"invoiceDate\" <"
                            + " '2022-02-01Z'"),
            is(
                    "invoice?filter={\"total\":{\"gte\":13.86},\"customer.country\":{\"ne\":\"USA\"}}&sort=-total&fields=total",
                    row("'id',i.id,'total',i.total")
                            + " invoice i JOIN customer c ON c.id = i.customer WHERE i.total >="
                            + " 13.86 AND c.country IS DISTINCT FROM 'USA' ORDER BY i.total DESC, i.id LIMIT 50"),
            is(
                    "employee?filter[reportsTo.reportsTo.lastName]=Adams&fields=lastName",
                    row("'id',e.id,'lastName',e.\"lastName\"") + " employee e JOIN employee b ON b.id = e.\"reportsTo\""
                            + " JOIN employee c ON c.id = b.\"reportsTo\" WHERE c.\"lastName\" = 'Adams' ORDER BY e.id"),
            counted(
                    "invoiceLine?filter[track.album.artist.name]=Iron Maiden&filter[invoice.customer.supportRep]=3"
                            + "&fields=unitPrice&limit=5",
                    row("'id',l.id,'unitPrice',l.\"unitPrice\"") + ironMaiden() + " ORDER BY l.id LIMIT 5",
                    "SELECT count(*) FROM" + ironMaiden()),
            counted(
                    "playlist/1/tracks?filter[genre.name]=Jazz&sort=-milliseconds&fields=name&limit=40",
                    row("'id',t.id,'name',t.name") + jazz() + " ORDER BY t.milliseconds DESC, t.id LIMIT 40",
                    "SELECT count(*) FROM" + jazz()),
            is(
                    "track/1/playlists?fields=name&sort=-name",
                    row("'id',p.id,'name',p.name")
                            + " playlist p JOIN playlist_tracks l ON l.owner = p.id WHERE l.other"
                            + " = 1 ORDER BY p.name COLLATE \"C\" DESC, p.id"),
            is(
                    "invoice?filter[id][lte]=5&fields=total&expand=customer.supportRep",
                    row("'id',i.id,'total',i.total,'customer',(" + customer() + ")")
                            + " invoice i WHERE i.id <= 5 ORDER" + " BY i.id"),
            is(
                    "invoice?filter[id][in]=5,6,7&fields=total&expand=lines",
                    row("'id',i.id,'total',i.total,'lines',(SELECT jsonb_agg(" + entity("l") + " ORDER BY l.id) FROM"
                                    + " \"invoiceLine\" l WHERE l.invoice = i.id)")
                            + " invoice i WHERE i.id IN (5,6,7)"
                            + " ORDER BY i.id"),
            is(
                    "playlist?filter[name][startsWith]=C&fields=name&expand=tracks&sort=name",
                    row(
                                    "'id',p.id,'name',p.name,'tracks',coalesce((SELECT jsonb_agg(" + entity("t")
                                            + " ORDER BY t.id)"
                                            + " FROM playlist_tracks l JOIN track t ON t.id = l.other WHERE l.owner = p.id), '[]')")
                            + " playlist p WHERE p.name LIKE 'C%' ORDER BY p.name COLLATE \"C\", p.id"),
            is(
                    "track?filter[album]=89&fields=name&expand=playlists,genre",
                    row("'id',t.id,'name',t.name,'playlists',coalesce((SELECT jsonb_agg(" + entity("p")
                                    + " ORDER BY p.id) FROM playlist_tracks l JOIN playlist p ON p.id = l.owner WHERE"
                                    + " l.other = t.id), '[]'),'genre',(SELECT " + entity("g")
                                    + " FROM genre g WHERE g.id = t.genre)")
                            + " track t WHERE t.album = 89 ORDER BY t.id LIMIT 50"));

    private static String row(String members) {
        return "SELECT jsonb_build_object(" + members + ") FROM";
    }

    private static String time(String column) {
        return "to_char(" + column + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
    }

    /** A whole record, as it is in an expansion. */
    private static String entity(String alias) {
        return "to_jsonb(" + alias + ") - '{version,createdAt,createdBy,updatedAt,updatedBy}'::text[]";
    }

    private static String customer() {
        return "SELECT " + entity("c") + " || jsonb_build_object('supportRep', (SELECT " + entity("e")
                + " || jsonb_build_object('birthDate', " + time("e.\"birthDate\"") + ", 'hireDate', "
                + time("e.\"hireDate\"")
                + ") FROM employee e WHERE e.id = c.\"supportRep\")) FROM customer c WHERE c.id ="
                + " i.customer";
    }

    private static String ironMaiden() {
        return " \"invoiceLine\" l JOIN track t ON t.id = l.track JOIN album a ON a.id = t.album JOIN artist r ON r.id ="
                + " a.artist JOIN invoice i ON i.id = l.invoice JOIN customer c ON c.id = i.customer WHERE r.name = 'Iron"
                + " Maiden' AND c.\"supportRep\" = 3";
    }

    private static String jazz() {
        return " track t JOIN playlist_tracks l ON l.other = t.id JOIN genre g ON g.id = t.genre WHERE l.owner = 1 AND"
                + " g.name = 'Jazz'";
    }

    @TestFactory
    List<DynamicTest> lists_are_what_postgresql_answers() {
        assertThat(CASES).hasSizeGreaterThan(25);
        return CASES.stream()
                .map(one -> DynamicTest.dynamicTest(one.list(), () -> answersAsPostgresql(one)))
                .toList();
    }

    private void answersAsPostgresql(Case one) throws SQLException {
        JsonNode answer = chinook.get("/api/records/" + encoded(one.list()));
        assertThat(withoutSystem(answer.get("data"))).isEqualTo(sql(one.rows()));
        assertThat(answer.has("total")).isEqualTo(!one.total().isEmpty());
        if (!one.total().isEmpty()) {
            assertThat(answer.get("total")).isEqualTo(sql(one.total()).get(0));
        }
    }

    @Test
    void pages_by_cursor_are_the_whole_list_also_where_it_is_sorted_by_values_that_are_null() throws SQLException {
        for (int limit : List.of(61, 500, 1_000)) {
            assertThat(walk("track?sort=composer,-unitPrice,name&fields=composer", limit))
                    .isEqualTo(sql(
                            row("'id',id,'composer',composer") + " track ORDER BY composer COLLATE \"C\" NULLS LAST,"
                                    + " \"unitPrice\" DESC, name COLLATE \"C\", id"));
            assertThat(walk("track?sort=-composer,album.title&fields=composer", limit))
                    .isEqualTo(
                            sql(row("'id',t.id,'composer',t.composer") + " track t LEFT JOIN album a ON a.id = t.album"
                                    + " ORDER BY t.composer COLLATE \"C\" DESC NULLS FIRST, a.title COLLATE \"C\" NULLS LAST,"
                                    + " t.id"));
        }
        assertThat(walk("playlist/1/tracks?sort=-bytes&fields=bytes", 333))
                .isEqualTo(
                        sql(row("'id',t.id,'bytes',t.bytes") + " track t JOIN playlist_tracks l ON l.other = t.id WHERE"
                                + " l.owner = 1 ORDER BY t.bytes DESC NULLS FIRST, t.id"));
    }

    private JsonNode walk(String list, int limit) {
        ArrayNode records = Json.MAPPER.createArrayNode();
        records.addAll(chinook.list("/api/records/" + encoded(list), limit));
        return withoutSystem(records);
    }

    private static String encoded(String list) {
        int query = list.indexOf('?');
        List<String> parameters = new ArrayList<>();
        for (String parameter : list.substring(query + 1).split("&", -1)) {
            int equals = parameter.indexOf('=');
            String value = parameter.substring(equals + 1).replace("%2B", "+");
            parameters.add(encode(parameter.substring(0, equals)) + "=" + encode(value));
        }
        return list.substring(0, query + 1) + String.join("&", parameters);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static JsonNode withoutSystem(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(SYSTEM);
        }
        node.forEach(ChinookQueriesIT::withoutSystem);
        return node;
    }

    /** The rows of a query, each as JSON. */
    private JsonNode sql(String query) throws SQLException {
        ArrayNode rows = Json.MAPPER.createArrayNode();
        try (Connection connection = chinook.server().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(Json.parse(result.getString(1).getBytes(StandardCharsets.UTF_8)));
            }
        }
        return rows;
    }
}
