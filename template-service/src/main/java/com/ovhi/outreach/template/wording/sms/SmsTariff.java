package com.ovhi.outreach.template.wording.sms;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What one SMS segment costs, carrier fee included. Prices change; these are for previews, not for accounts.
 *
 * @param currency ISO 4217
 * @param segments price of a segment by country, ISO 3166
 * @param elsewhere price of a segment in any other country
 */
@ConfigurationProperties("outreach.template.sms-tariff")
public record SmsTariff(
        @DefaultValue("USD") String currency,
        @DefaultValue Map<String, BigDecimal> segments,
        @DefaultValue("0.10") BigDecimal elsewhere) {

    /** Prices with the United States known. */
    public SmsTariff {
        segments = segments.isEmpty() ? Map.of("US", new BigDecimal("0.0120")) : Map.copyOf(segments);
    }

    /** What a number of segments costs in a country. */
    public Cost of(int count, String country) {
        var price = segments.getOrDefault(country.toUpperCase(Locale.ROOT), elsewhere);
        return new Cost(count, price, price.multiply(BigDecimal.valueOf(count)), currency);
    }

    /** A price and how it comes about. */
    public record Cost(int segments, BigDecimal pricePerSegment, BigDecimal total, String currency) {}
}
