package org.statehouse.bench;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** A list of 50, filtered by two fields and sorted by one; each with other values. */
record Lists() implements Workload {

    /** Below it there are 50 of each size above any mileage that is asked for, also among the fewest records. */
    private static final int HIGHEST = 80_000;

    private static final String SIZE = "filter[size]";
    private static final String FROM = "filter[mileage][gte]";

    @Override
    public String name() {
        return "list";
    }

    @Override
    public Session session(Records records, int connection, int connections) {
        Random random = new Random(connection);
        return new Session() {
            @Override
            public byte[] next() {
                String size = Vehicles.SIZES.get(random.nextInt(Vehicles.SIZES.size()));
                return Requests.get(path(size, random.nextInt(HIGHEST)));
            }

            @Override
            public boolean answered(Answer answer) {
                return answer.status() == 200;
            }
        };
    }

    private static String path(String size, int from) {
        return Vehicles.PATH + "?filter%5Bsize%5D=" + size + "&filter%5Bmileage%5D%5Bgte%5D=" + from
                + "&sort=mileage&limit=50";
    }

    @Override
    public Probe probe(Stage stage) {
        stage.require(200, stage.http().get(path("OVERSIZED", 77_177)).send());
        return new Probe(Map.of(SIZE, "OVERSIZED", FROM, "77177"), 1);
    }

    @Override
    public LimitScript limit() {
        String sizes = "(ARRAY['" + String.join("','", Vehicles.SIZES) + "']::varchar[])[:s::int]";
        return new LimitScript(
                List.of("\\set s random(1, " + Vehicles.SIZES.size() + ")", "\\set m random(0, " + (HIGHEST - 1) + ")"),
                Map.of(SIZE, sizes, FROM, ":m::bigint"),
                false);
    }
}
