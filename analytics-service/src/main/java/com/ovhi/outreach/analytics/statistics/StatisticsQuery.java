package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to know of one organisation.
 *
 * @param filters by column; only rows with these values count
 */
public record StatisticsQuery(long organizationId, Span span, Map<String, Object> filters) {

    private static final int LONGEST = 64;

    /** Reads the parameters of a request. */
    public static StatisticsQuery of(long organizationId, @Nullable String from, @Nullable String to, Filters filters) {
        return new StatisticsQuery(organizationId, Span.of(from, to), filters.read());
    }

    /** The filters as conditions of a statement; each is a parameter named after its column. */
    public String conditions() {
        var sql = new StringBuilder(" organization_id = :organization");
        filters.keySet()
                .forEach(column ->
                        sql.append(" AND ").append(column).append(" = :").append(column));
        return sql.toString();
    }

    /** What a request may narrow its question to; null for no limit. */
    public record Filters(
            @Nullable String channel,
            @Nullable String purpose,
            @Nullable String providerId,
            @Nullable String campaignId,
            @Nullable String experimentId,
            @Nullable String templateId,
            @Nullable String language) {

        /** Nothing but channel and purpose. */
        public static Filters of(@Nullable String channel, @Nullable String purpose) {
            return new Filters(channel, purpose, null, null, null, null, null);
        }

        private Map<String, Object> read() {
            var read = new LinkedHashMap<String, Object>();
            put(read, "channel", channel, text -> Channel.of(text).code());
            put(read, "purpose", purpose, text -> Purpose.of(text).code());
            put(read, "provider_id", providerId, Long::valueOf);
            put(read, "campaign_id", campaignId, Long::valueOf);
            put(read, "experiment_id", experimentId, Long::valueOf);
            put(read, "template_id", templateId, Long::valueOf);
            put(read, "language", language, Filters::tag);
            return read;
        }

        private static void put(
                Map<String, Object> read, String name, @Nullable String text, Function<String, Object> parser) {
            var value = Span.parsed(name, text, parser);
            if (value != null) {
                read.put(name, value);
            }
        }

        private static String tag(String text) {
            if (text.length() > LONGEST || !text.matches("[A-Za-z0-9-]+")) {
                throw new IllegalArgumentException("Not a language tag");
            }
            return text;
        }
    }
}
