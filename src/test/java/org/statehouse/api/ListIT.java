package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.statehouse.testkit.Chinook;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Lists of the Chinook sample over HTTP, compared with PostgreSQL's own answers to statements written by hand. */
class ListIT {

    private final Server server = Chinook.shared();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "artist?sort=name|select id from artist order by name, id",
                "artist?sort=-name|select id from artist order by name desc, id",
                "track?sort=composer,-milliseconds|select id from track order by composer, milliseconds desc, id",
                "track?sort=-composer|select id from track order by composer desc nulls first, id",
                "track?filter[composer][isNull]=true&sort=bytes|select id from track where composer is null order by bytes, id",
                "track?filter[composer][ne]=U2|select id from track where composer is distinct from 'U2' order by id",
                "track?filter={\"not\":{\"composer\":{\"contains\":\"Jagger\"}}}"
                        + "|select id from track where composer is null or composer not like '%Jagger%' order by id",
                "track?filter[composer][icontains]=jagger|select id from track where composer ilike '%jagger%' order by id",
                "track?filter[name][contains]=%25|select id from track where name like '%\\%%' order by id",
                "track?filter[name][startsWith]=The%20|select id from track where name like 'The %' order by id",
                "track?filter[name][iendsWith]=LOVE|select id from track where name ilike '%love' order by id",
                "track?filter[unitPrice][gt]=0.99&sort=-bytes|select id from track where \"unitPrice\" > 0.99 order by bytes desc, id",
                "track?filter[milliseconds][between]=200000,200999&sort=milliseconds"
                        + "|select id from track where milliseconds between 200000 and 200999 order by milliseconds, id",
                "track?filter[genre.name][in]=Jazz,Blues&sort=genre.name,name|select t.id from track t"
                        + " join genre g on g.id = t.genre where g.name in ('Jazz', 'Blues') order by g.name, t.name, t.id",
                "track?filter[album.artist.name]=AC/DC&sort=-album.title,name|select t.id from track t"
                        + " join album a on a.id = t.album join artist r on r.id = a.artist where r.name = 'AC/DC'"
                        + " order by a.title desc, t.name, t.id",
                "track?filter={\"or\":[{\"genre\":1,\"milliseconds\":{\"lt\":100000}},{\"album.id\":{\"in\":[1,4]}}]}"
                        + "|select id from track where genre = 1 and milliseconds < 100000 or album in (1, 4) order by id",
                "track?filter={\"genre.name\":\"Rock\"}&filter[album.title][istartsWith]=greatest&sort=name"
                        + "|select t.id from track t join genre g on g.id = t.genre join album a on a.id = t.album"
                        + " where g.name = 'Rock' and a.title ilike 'greatest%' order by t.name, t.id",
                "track?search=love%20jagger|select id from track where concat(name, ' ', composer) ilike '%love%'"
                        + " and concat(name, ' ', composer) ilike '%jagger%' order by id",
                "customer?filter[supportRep.reportsTo.lastName]=Edwards&sort=-country,lastName"
                        + "|select id from customer order by country desc, \"lastName\", id",
                "customer?filter[company][isNotNull]=true&filter[country][notIn]=USA,Canada"
                        + "|select id from customer where company is not null and (country is null or country not in"
                        + " ('USA', 'Canada')) order by id",
                "customer?sort=state,city|select id from customer order by state, city, id",
                "customer?filter[firstName][icontains]=%C3%8D|select id from customer where \"firstName\" ilike '%í%'"
                        + " or \"firstName\" ilike '%Í%' order by id",
                "employee?filter[reportsTo]=2&sort=-lastName|select id from employee where \"reportsTo\" = 2 order by \"lastName\" desc, id",
                "employee?filter[reportsTo.reportsTo.id]=1|select id from employee where \"reportsTo\" in (2, 6) order by id",
                "employee?filter[hireDate][lt]=2003-01-01T00:00:00Z&sort=birthDate"
                        + "|select id from employee where \"hireDate\" < '2003-01-01Z' order by \"birthDate\", id",
                "invoice?filter[total][gte]=13.86&sort=-total,invoiceDate"
                        + "|select id from invoice where total >= 13.86 order by total desc, \"invoiceDate\", id",
                "invoice?filter[customer.country]=Brazil&filter[invoiceDate][gte]=2025-01-01T00:00:00Z"
                        + "|select i.id from invoice i join customer c on c.id = i.customer"
                        + " where c.country = 'Brazil' and i.\"invoiceDate\" >= '2025-01-01Z' order by i.id",
                "invoiceLine?filter[invoice.customer.supportRep.lastName]=Park&filter[track.genre.name]=Metal"
                        + "|select l.id from \"invoiceLine\" l join invoice i on i.id = l.invoice join customer c on"
                        + " c.id = i.customer join employee e on e.id = c.\"supportRep\" join track t on t.id = l.track"
                        + " join genre g on g.id = t.genre where e.\"lastName\" = 'Park' and g.name = 'Metal' order by l.id",
                "playlist/8/tracks?filter[genre.name]=Jazz&sort=name|select t.id from track t join genre g on g.id = t.genre"
                        + " where g.name = 'Jazz' and exists (select from playlist_tracks p where p.owner = 8 and p.other = t.id)"
                        + " order by t.name, t.id",
                "track/1/playlists?sort=-id|select owner from playlist_tracks where other = 1 order by owner desc",
                "customer/12/invoices?sort=-total|select id from invoice where customer = 12 order by total desc, id",
                "employee/2/reports|select id from employee where \"reportsTo\" = 2 order by id"
            })
    void a_list_is_what_postgresql_answers_page_by_page(String list, String sql) throws SQLException {
        List<String> expected = ids(sql);
        assertThat(expected).as("a comparison of nothing with nothing").isNotEmpty();
        String path = "/api/records/" + address(list) + (list.contains("?") ? "&" : "?");
        assertThat(pages(path + "fields=id&count=true&limit=", 1000, expected.size()))
                .isEqualTo(expected);
        int limit = Math.max(1, Math.min(expected.size() / 3, 1000));
        assertThat(pages(path + "fields=id&count=true&limit=", limit, expected.size()))
                .isEqualTo(expected);
    }

    @Test
    void a_record_has_an_entity_tag_and_is_not_sent_twice() {
        Http.Answer track = get("/api/records/track/1");
        assertThat(track.status()).isEqualTo(200);
        assertThat(track.header("ETag")).contains("\"1\"");
        assertThat(track.text())
                .startsWith("{\"id\":1,\"version\":1,\"name\":\"For Those About To Rock (We Salute You)\"");
        Http.Answer again = server.http()
                .get("/api/records/track/1")
                .header("If-None-Match", "\"7\", W/\"1\"")
                .send();
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        assertThat(server.http()
                        .get("/api/records/track/1")
                        .header("If-None-Match", "\"2\"")
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(server.http()
                        .get("/api/records/track/1?expand=album")
                        .header("If-None-Match", "\"1\"")
                        .send()
                        .status())
                .as("an album may have changed although the track has not")
                .isEqualTo(200);
        Http.Answer head =
                server.http().request("HEAD", "/api/records/track?limit=1").send();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
    }

    @Test
    void an_expansion_shows_the_records_themselves() {
        JsonNode invoice = get("/api/records/invoice/1?expand=customer.supportRep,lines.track.album")
                .json();
        assertThat(invoice.at("/customer/supportRep/lastName").asText()).isEqualTo("Johnson");
        assertThat(invoice.get("lines")).hasSize(2);
        assertThat(invoice.at("/lines/0/track/album/title").asText()).isEqualTo("Balls to the Wall");
        JsonNode page = get("/api/records/album?limit=1000&expand=tracks").json();
        int tracks = 0;
        for (JsonNode album : page.get("data")) {
            tracks += album.get("tracks").size();
        }
        assertThat(tracks).isEqualTo(3503);
        assertThat(get("/api/records/playlist?expand=tracks").json().get("data"))
                .hasSize(18);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "track?filter[id\"%3B%20drop%20table%20track%3B--]=1",
                "track?filter[name][eq\"]=1",
                "track?sort=name%3Bselect%201",
                "track?fields=name,(select%20version())",
                "track?expand=album%27",
                "track?limit=1%20or%201=1",
                "track?nmae=1",
                "track?name=Fast%20As%20a%20Shark",
                "track?limit=1&limit=2",
                "track?deleted=include",
                "track/1?limit=1",
                "playlist/1/tracks?filter[nmae]=1"
            })
    void a_query_that_is_not_understood_is_refused(String list) {
        Http.Answer answer = get("/api/records/" + address(list));
        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.json().get("slug").asText()).isEqualTo("bad-query");
        assertThat(answer.json().at("/errors/0/parameter").asText()).isNotEmpty();
        assertThat(get("/api/records/track?limit=1&count=true")
                        .json()
                        .get("total")
                        .asInt())
                .isEqualTo(3503);
    }

    @Test
    void what_is_not_there_is_named() {
        Map<String, String> slugs = Map.of(
                "trak", "unknown-model",
                "track/0", "unknown-record",
                "track/x%27y", "unknown-record",
                "track/1/album", "unknown-relationship",
                "playlist/99/tracks", "unknown-record",
                "track/1/import", "not-found");
        slugs.forEach((path, slug) -> {
            Http.Answer answer = get("/api/records/" + path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.json().get("slug").asText()).as(path).isEqualTo(slug);
        });
        assertThat(get("/api/records/track?after=abc").json().get("slug").asText())
                .isEqualTo("bad-cursor");
    }

    private List<String> pages(String path, int limit, int total) {
        List<String> ids = new ArrayList<>();
        String after = "";
        while (true) {
            Http.Answer answer = get(path + limit + after);
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            JsonNode page = answer.json();
            assertThat(page.get("total").asInt()).as(path).isEqualTo(total);
            assertThat(page.get("position").isTextual()).isTrue();
            page.get("data").forEach(record -> ids.add(record.get("id").asText()));
            JsonNode next = page.at("/page/next");
            if (next.isNull() || ids.size() > total) {
                return ids;
            }
            after = "&after=" + next.textValue();
        }
    }

    private List<String> ids(String sql) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    /** Encodes what no address can hold. */
    private static String address(String list) {
        StringBuilder address = new StringBuilder();
        list.codePoints().forEach(c -> {
            boolean plain = c < 0x7f && "\"{}<>\\^`| ".indexOf(c) < 0;
            address.append(
                    plain ? Character.toString(c) : URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8));
        });
        return address.toString();
    }

    private Http.Answer get(String path) {
        return server.http().get(path).send();
    }
}
