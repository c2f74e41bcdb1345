package org.statehouse.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.statehouse.metadata.Shop;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/** A query is understood completely, or refused with everything that is wrong with it. */
class QueryFaultsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "filter[nmae]=x                    | did you mean 'name'",
                "filter[]=x                        | the field of order '' is not known",
                "filter[owner.contry]=x            | did you mean 'country'",
                "filter[name.x]=x                  | 'name' of order is not a reference",
                "filter[nobody.x]=x                | the field of order 'nobody' is not known",
                "filter[tags]=x                    | relationship; a path follows ",
                "filter[tags.label]=x              | relationship; a path follows ",
                "filter[owner.boss.boss.boss.boss.name]=x | at most 4 references",
                "filter[name][likes]=x             | the operator 'likes' is not known",
                "filter[name][containz]=x          | did you mean 'contains'",
                "filter[active][gt]=true           | does not apply here; 'active' takes eq, ne, isNull, isNotNull",
                "filter[kind][contains]=N          | does not apply here",
                "filter[kind]=OLD                  | must be one of NEW, OPEN, DONE",
                "filter[group]=two                 | must be a whole number",
                "filter[group]=                    | must be a whole number",
                "filter[group]=9223372036854775808 | must be a whole number",
                "filter[price]=1.0005              | 3 after the decimal point",
                "filter[day]=2023-02-29            | the value must",
                "filter[createdAt]=2024-02-29T14:45:00+01:00 | the value must be a time",
                "filter[version]=1.5               | must be a whole number",
                "filter[owner]=12                  | is not an id of type uuid",
                "filter[amount][between]=1         | exactly two",
                "filter[amount][between]=1,2,3     | exactly two",
                "filter[name][isNull]=yes          | must be true or false",
                "filter[marks][in]=NEW             | 'marks' takes eq, ne, overlaps, containsAll, containsNone, isNull, isNotNull",
                "filter[marks][overlaps]=OLD       | must have keys of NEW, OPEN, DONE",
                "filter[marks][overlaps]=          | must be a list of at least one",
                "filter[marks]=NEW,NEW             | must not have a key twice",
                "filter[marks][containsAll]=NEW&filter[marks][containsAll]=OPEN | given more than once",
                "filter={\"marks\":{\"overlaps\":\"NEW\"}} | must be an array of keys",
                "filter={\"marks\":[\"NEW\"]}         | a list needs an operator",
                "filter={\"name\":{\"eq\":[\"a\"]}}     | must be one value",
                "sort=marks                        | 'marks' has no order to sort by",
                "filter[ratio]=NaN                 | must be a number",
                "filter[ratio]=1e400               | must be a number",
                "filter[hour][gt]=24:00:00         | must be a time of day",
                "filter[token]=1                   | must be a UUID",
                "filter[token][gt]=1               | does not apply here",
                "filter[name]=a&filter[name]=b     | given more than once",
                "filter[name][eq][x]=a             | must look like filter[field]",
                "filter[or][0][name]=a             | need the JSON spelling",
                "filter[name][eq=a                 | must look like filter[field]",
                "filter[name]=%00                  | U+0000",
                "filter=x                          | not valid JSON",
                "filter=                           | is empty",
                "filter=[]                         | must be an object",
                "filter={\"name\":[\"a\"]}         | a list needs an operator",
                "filter={\"name\":{}}              | an operator is missing",
                "filter={\"name\":{\"in\":[]}}     | at least one",
                "filter={\"name\":{\"in\":\"a\"}}  | at least one",
                "filter={\"name\":{\"in\":[\"a\",null]}} | must not be null here",
                "filter={\"name\":{\"gt\":null}}   | must not be null here",
                "filter={\"name\":{\"eq\":{\"a\":1}}} | must be one value",
                "filter={\"name\":1}               | must be text",
                "filter={\"name\":\"\\ud800\"}     | half",
                "filter={\"or\":[]}                | needs a list",
                "filter={\"or\":{}}                | needs a list",
                "filter={\"not\":[]}               | must be an object",
                "filter={\"a\":1,\"a\":2}          | not valid JSON",
                "sort=nmae                         | did you mean 'name'",
                "sort=                             | the field of order '' is not known",
                "sort=name,-name                   | named twice",
                "sort=note                         | too long to sort by",
                "sort=+name                        | did you mean 'name'",
                "limit=0                           | between 1 and 1000",
                "limit=1001                        | between 1 and 1000",
                "limit=-1                          | between 1 and 1000",
                "limit=ten                         | between 1 and 1000",
                "limit=99999999999                 | between 1 and 1000",
                "offset=100001                     | between 0 and 100000",
                "limit=1&limit=2                   | given more than once",
                "count=yes                         | must be true or false",
                "search=%20                        | has no word",
                "search=a+b+c+d+e+f+g+h+i+j+k      | at most 10 words",
                "search=%00                        | U+0000",
                "fields=nmae                       | did you mean 'name'",
                "fields=name,name                  | named twice",
                "fields=tags                       | expand=tags gives it",
                "fields=                           | the field of order '' is not known",
                "expand=ownr                       | did you mean 'owner'",
                "expand=name                       | leads to no other record",
                "expand=owner.boss.boss.boss       | at most 3 levels",
                "expand=owner,owner                | named twice",
                "expand=owner.nothing              | of person 'nothing' is not known",
                "deleted=yes                       | must be exclude, include or only",
                "deleted=only&deleted=only         | given more than once",
                "filter[deletedAt]=x               | the value must",
                "filter[owner.deletedAt]=x         | the field of person 'deletedAt' is not known",
                "fliter[name]=x                    | is not known",
                "page=2                            | the parameter 'page' is not known",
                "Limit=2                           | did you mean 'limit'",
                "name=x                            | a field is filtered by filter[name]",
                "limit=%zz                         | percent-encoding",
                "%ff=1                             | percent-encoding",
                "limit=%C0%80                      | percent-encoding",
                "a%                                | percent-encoding"
            })
    void a_fault_is_named(String query, String message) {
        ProblemException problem = refused(query);
        assertThat(problem.problem().type()).isEqualTo(ProblemType.BAD_QUERY);
        assertThat(problem.problem().detail()).contains(message);
        assertThat(errors(problem)).hasSize(1);
    }

    @Test
    void all_faults_are_answered_at_once_with_parameter_field_operator_and_nearest_name() {
        ProblemException problem = refused("filter[nmae][gt]=1&filter[name][containz]=x&limit=0&what=1");
        assertThat(errors(problem))
                .extracting(error -> error.get("parameter"))
                .containsExactlyInAnyOrder("filter[nmae][gt]", "filter[name][containz]", "limit", "what");
        assertThat(errors(problem))
                .anySatisfy(error -> assertThat(error)
                        .containsEntry("field", "name")
                        .containsEntry("operator", "containz")
                        .containsEntry("nearest", "contains"));
        assertThat(problem.problem().detail()).startsWith("4 parts of the query");
    }

    @Test
    void limits_hold() {
        String many =
                IntStream.range(0, 51).mapToObj(i -> "{\"group\":" + i + "}").collect(Collectors.joining(","));
        assertThat(refused("filter=" + encode("{\"or\":[" + many + "]}"))
                        .problem()
                        .detail())
                .contains("at most 50 comparisons");
        String deep = "{\"not\":".repeat(9) + "{}" + "}".repeat(9);
        assertThat(refused("filter=" + encode(deep)).problem().detail()).contains("8 levels");
        String long1 = "filter[name]=" + "x".repeat(8 * 1024);
        assertThat(refused(long1).problem().detail()).contains("8192 bytes");
        assertThat(refused("filter=" + encode("{\"not\":".repeat(70) + "{}" + "}".repeat(70)))
                        .problem()
                        .detail())
                .contains("beyond a limit");
        assertThat(refused("search=" + "x".repeat(201)).problem().detail()).contains("200 characters");
        assertThat(refused("sort=id,name,mail,code,group,amount,price,active,day")
                        .problem()
                        .detail())
                .contains("at most 8 keys");
    }

    @Test
    void a_query_within_the_limits_is_taken() {
        String many =
                IntStream.range(0, 50).mapToObj(i -> "{\"group\":" + i + "}").collect(Collectors.joining(","));
        assertThat(read("filter=" + encode("{\"or\":[" + many + "]}")).filter())
                .isInstanceOfSatisfying(
                        Filter.And.class,
                        all -> assertThat(all.filters().get(0)).isInstanceOf(Filter.Or.class));
        assertThat(read("limit=1000&offset=100000&count=true&fields=name&expand=owner.boss.boss,tags.tagged.children")
                        .limit())
                .isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id\"; drop table \"order\"; --",
                "'; DROP TABLE \"order\"; --",
                "name\" or \"1\"=\"1",
                "name\u0000",
                "n\u00e4me",
                "\ud83d\ude00",
                "__proto__",
                "../../etc/passwd",
                "name)--",
                "order",
                "t.name",
                "$1",
                "?"
            })
    void a_hostile_name_is_a_fault_in_every_parameter(String name) {
        String hostile = encode(name);
        for (String query : List.of(
                "filter[" + hostile + "]=1",
                "filter[name][" + hostile + "]=1",
                "filter[owner." + hostile + "]=1",
                "filter=" + encode("{\"" + name.replace("\"", "\\\"").replace("\0", "\\u0000") + "\":1}"),
                "sort=" + hostile,
                "sort=-" + hostile,
                "sort=owner." + hostile,
                "limit=" + hostile,
                "offset=" + hostile,
                "count=" + hostile,
                "fields=" + hostile,
                "expand=" + hostile,
                "expand=owner." + hostile,
                "filter[group]=" + hostile,
                "filter[kind]=" + hostile,
                hostile + "=1")) {
            assertThat(refused(query).problem().type()).as(query).isEqualTo(ProblemType.BAD_QUERY);
        }
        assertThat(refused("after=" + hostile).problem().type()).isEqualTo(ProblemType.BAD_CURSOR);
    }

    @Test
    void a_cursor_of_another_list_is_refused() {
        ListQuery query = read("sort=name");
        String cursor = query.next(new PageKey(List.of("x", 7L)));
        assertThat(read("sort=name&limit=2&after=" + cursor).after()).isEqualTo(new PageKey(List.of("x", 7L)));
        for (String other : List.of("sort=-name", "sort=mail", "sort=name&filter[group]=1", "sort=name&search=x", "")) {
            ProblemException problem = refused(other + "&after=" + cursor);
            assertThat(problem.problem().type()).isEqualTo(ProblemType.BAD_CURSOR);
            assertThat(problem.problem().detail()).contains("another model, filter or sort");
        }
        assertThatThrownBy(() -> ListQuery.read(
                        Shop.CATALOG, Shop.model("person"), QueryString.parse("sort=name&after=" + cursor)))
                .hasMessageContaining("bad-cursor");
    }

    @Test
    void a_cursor_that_is_none_is_refused() {
        String fingerprint = read("sort=name").fingerprint();
        for (String json : List.of(
                "[\"" + fingerprint + "\",\"x\"]",
                "[\"" + fingerprint + "\",\"x\",\"y\"]",
                "[\"" + fingerprint + "\",\"x\",null]",
                "[\"" + fingerprint + "\",5,7]",
                "[\"" + fingerprint + "\",\"\\u0000\",7]",
                "[\"" + fingerprint + "\",[],7]",
                "[]",
                "{}",
                "7",
                "")) {
            String cursor = Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
            assertThat(refused("sort=name&after=" + encode(cursor)).problem().type())
                    .as(json)
                    .isEqualTo(ProblemType.BAD_CURSOR);
        }
        assertThat(refused("after=").problem().type()).isEqualTo(ProblemType.BAD_CURSOR);
        assertThat(refused("after=!").problem().type()).isEqualTo(ProblemType.BAD_CURSOR);
    }

    @Test
    void after_and_offset_exclude_each_other() {
        String cursor = read("").next(new PageKey(List.of(7L)));
        assertThat(refused("after=" + cursor + "&offset=0").problem().detail()).contains("use one of them");
    }

    @Test
    void a_single_record_takes_fields_expand_and_deleted_alone() {
        assertThat(RecordQuery.read(Shop.CATALOG, Shop.model("order"), QueryString.parse("fields=name&expand=owner"))
                        .shape()
                        .projection())
                .isEqualTo(Projection.of(java.util.Set.of("name", "owner")));
        assertThatThrownBy(() -> RecordQuery.read(Shop.CATALOG, Shop.model("order"), QueryString.parse("limit=1")))
                .hasMessageContaining("the parameter 'limit' is not known");
        assertThat(RecordQuery.read(Shop.CATALOG, Shop.model("order"), QueryString.parse("deleted=only"))
                        .deleted())
                .isEqualTo(Deleted.ONLY);
        assertThatThrownBy(() -> RecordQuery.read(Shop.CATALOG, Shop.model("order"), QueryString.parse("deleted=all")))
                .hasMessageContaining("must be exclude, include or only");
        assertThatThrownBy(
                        () -> RecordQuery.read(Shop.CATALOG, Shop.model("person"), QueryString.parse("deleted=only")))
                .hasMessageContaining("the model person has no soft delete");
    }

    private static List<Map<String, Object>> errors(ProblemException problem) {
        return assertThat(problem.problem().evidence().get("errors"))
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .actual()
                .stream()
                .<Map<String, Object>>map(QueryFaultsTest::members)
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> members(Object error) {
        return (Map<String, Object>) error;
    }

    private static ProblemException refused(String query) {
        try {
            read(raw(query));
        } catch (ProblemException problem) {
            return problem;
        }
        throw new AssertionError("Not refused: " + query);
    }

    /** As a browser would send it: what an address cannot hold is encoded. */
    private static String raw(String query) {
        return query.codePoints()
                .mapToObj(c ->
                        c < 0x7f && "\"{}\\ ".indexOf(c) < 0 ? Character.toString(c) : encode(Character.toString(c)))
                .collect(Collectors.joining());
    }

    private static ListQuery read(String query) {
        return ListQuery.read(Shop.CATALOG, Shop.model("order"), QueryString.parse(query));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
