package org.statehouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Operator;
import org.statehouse.metadata.Shop;

/** The two spellings of a filter, and what they mean. */
class FilterSpellingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filter[name]=Ann                      | {\"name\":\"Ann\"}",
                "filter[name][eq]=Ann                  | {\"name\":{\"eq\":\"Ann\"}}",
                "filter[group][gt]=2&filter[group][lt]=5 | {\"group\":{\"gt\":2,\"lt\":5}}",
                "filter[kind][in]=NEW,OPEN             | {\"kind\":{\"in\":[\"NEW\",\"OPEN\"]}}",
                "filter[name][in]=a%2Cb&filter[name][in]=c | {\"name\":{\"in\":[\"a,b\",\"c\"]}}",
                "filter[amount][between]=18,65         | {\"amount\":{\"between\":[18,65]}}",
                "filter[name][isNull]=true             | {\"name\":null}",
                "filter[name][isNull]=false            | {\"name\":{\"isNotNull\":true}}",
                "filter[name][isNotNull]=false         | {\"name\":{\"isNull\":true}}",
                "filter[owner.boss.country]=DE         | {\"owner.boss.country\":{\"eq\":\"DE\"}}",
                "filter[owner.id]=00000000-0000-0000-0000-00000000000a"
                        + " | {\"owner.id\":\"00000000-0000-0000-0000-00000000000A\"}",
                "filter[price][gte]=1.50               | {\"price\":{\"gte\":\"1.5\"}}",
                "filter[active]=true                   | {\"active\":true}",
                "filter[version][gt]=3                 | {\"version\":{\"gt\":3}}",
                "filter[code]=ab                       | {\"code\":\"AB\"}",
                "filter[createdAt][lt]=2024-02-29T14:45:00%2B01:00 | {\"createdAt\":{\"lt\":\"2024-02-29T13:45:00Z\"}}",
                "filter[marks]=OPEN,NEW                | {\"marks\":{\"eq\":[\"NEW\",\"OPEN\"]}}",
                "filter[marks][overlaps]=DONE          | {\"marks\":{\"overlaps\":[\"DONE\"]}}",
                "filter[marks][containsAll]=NEW,DONE   | {\"marks\":{\"containsAll\":[\"DONE\",\"NEW\"]}}",
                "filter[marks][containsNone]=OPEN      | {\"marks\":{\"containsNone\":[\"OPEN\"]}}",
                "filter[marks][ne]=                    | {\"marks\":{\"ne\":[]}}",
                "filter[ratio][gt]=1e-3                | {\"ratio\":{\"gt\":0.001}}",
                "filter[hour][lte]=12:00:00            | {\"hour\":{\"lte\":\"12:00:00.000\"}}",
                "filter[token]=01890A5D-AC96-774B-BCCE-B302099A8057"
                        + " | {\"token\":\"01890a5d-ac96-774b-bcce-b302099a8057\"}",
                "filter[amount]=9007199254740993       | {\"amount\":\"9007199254740993\"}",
                "filter[amount]=9007199254740993       | {\"amount\":9007199254740993}",
                "filter[price]=999999999.999           | {\"price\":999999999.999}",
                "filter[name][icontains]=%25_          | {\"name\":{\"icontains\":\"%_\"}}"
            })
    void the_two_spellings_of_a_filter_mean_the_same(String brackets, String json) {
        Filter filter = filter(brackets);
        assertThat(filter).isEqualTo(filter("filter=" + encode(json)));
        assertThat(filter).isNotEqualTo(Filter.EVERYTHING);
    }

    @Test
    void members_of_an_object_hold_together_and_needless_levels_have_no_form() {
        Filter name = compare("name", Operator.EQ, "x");
        Filter group = compare("group", Operator.GT, 2L);
        assertThat(json("{\"and\":[{\"name\":\"x\"}],\"group\":{\"gt\":2}}"))
                .isEqualTo(new Filter.And(List.of(name, group)));
        assertThat(json("{\"or\":[{\"name\":\"x\"},{\"group\":{\"gt\":2}}]}"))
                .isEqualTo(new Filter.Or(List.of(name, group)));
        assertThat(json("{\"not\":{\"or\":[{\"name\":\"x\"}]}}")).isEqualTo(new Filter.Not(name));
        assertThat(json("{}")).isEqualTo(Filter.EVERYTHING);
    }

    @Test
    void both_spellings_together_hold_together() {
        assertThat(filter("filter=" + encode("{\"name\":\"x\"}") + "&filter[group][gt]=2"))
                .isEqualTo(
                        new Filter.And(List.of(compare("name", Operator.EQ, "x"), compare("group", Operator.GT, 2L))));
    }

    @Test
    void values_are_typed_by_their_field() {
        assertThat(values("{\"price\":\"1.5\"}")).containsExactly(new BigDecimal("1.500"));
        assertThat(values("{\"price\":1.5}")).containsExactly(new BigDecimal("1.500"));
        assertThat(values("{\"day\":\"2024-02-29\"}")).containsExactly(LocalDate.of(2024, 2, 29));
        assertThat(values("{\"id\":{\"in\":[1,\"2\"]}}")).containsExactly(1L, 2L);
        assertThat(values("{\"owner\":\"00000000-0000-0000-0000-00000000000a\"}"))
                .containsExactly(new UUID(0, 10));
    }

    @Test
    void values_of_eq_are_normalised_as_on_a_write_and_those_that_look_into_a_text_are_not() {
        assertThat(values("{\"code\":{\"eq\":\"ab\"}}")).containsExactly("AB");
        assertThat(values("{\"code\":{\"contains\":\"ab\"}}")).containsExactly("ab");
    }

    @Test
    void a_search_demands_every_word_in_some_text() {
        Filter filter = filter("search=" + encode(" ann\u2003b "));
        assertThat(filter).isInstanceOf(Filter.And.class);
        List<Filter> words = ((Filter.And) filter).filters();
        assertThat(words).hasSize(2).allSatisfy(word -> assertThat(word).isInstanceOf(Filter.Or.class));
        assertThat(((Filter.Or) words.get(1)).filters())
                .extracting(term -> ((Filter.Compare) term).path().text())
                .containsExactly("name", "note", "mail", "code", "site");
        assertThat(((Filter.Or) words.get(1)).filters())
                .allSatisfy(term -> assertThat(((Filter.Compare) term).values()).containsExactly("b"));
    }

    @Test
    void the_id_at_the_end_of_a_path_is_typed_by_the_target() {
        Filter.Compare compare = (Filter.Compare) json("{\"parent.id\":{\"gt\":5}}");
        assertThat(compare.path().attribute()).isEqualTo(new IdAttribute(IdType.INTEGER));
        assertThat(compare.path().steps()).extracting("name").containsExactly("parent");
    }

    private static List<Object> values(String json) {
        return ((Filter.Compare) json(json)).values();
    }

    private static Filter compare(String field, Operator operator, Object value) {
        Attribute attribute =
                new FieldAttribute(Objects.requireNonNull(Shop.model("order").field(field)));
        return new Filter.Compare(Path.to(attribute), operator, List.of(value));
    }

    private static Filter json(String json) {
        return filter("filter=" + encode(json));
    }

    /** Of records that are deleted too, so that nothing is added to it. */
    private static Filter filter(String query) {
        return ListQuery.read(Shop.CATALOG, Shop.model("order"), QueryString.parse(query + "&deleted=include"))
                .filter();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
