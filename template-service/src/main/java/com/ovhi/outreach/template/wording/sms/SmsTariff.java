package com.ovhi.outreach.template.wording.sms;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What one SMS segment costs, carrier fee included. Prices change; these are for estimates, not for accounts.
 *
 * @param home where SMS go when nobody says otherwise, ISO 3166
 * @param countries price of a segment by country, ISO 3166
 * @param elsewhere price of a segment in any other country
 */
@ConfigurationProperties("outreach.template.sms-tariff")
public record SmsTariff(
        @DefaultValue("US") String home,
        @DefaultValue Map<String, Price> countries,
        @DefaultValue Price elsewhere) {

    private static final Map<String, Price> USUAL = Map.of("US", new Price(new BigDecimal("0.0120"), "USD"));

    /** Prices with the United States known. */
    public SmsTariff {
        var byCode = new TreeMap<String, Price>();
        (countries.isEmpty() ? USUAL : countries)
                .forEach((country, price) -> byCode.put(country.toUpperCase(Locale.ROOT), price));
        countries = Map.copyOf(byCode);
    }

    /** What a number of segments costs in a country. */
    public Cost of(int count, String country) {
        var code = country.toUpperCase(Locale.ROOT);
        var price = countries.getOrDefault(code, elsewhere);
        return new Cost(code, price.currency(), price.segment(), price.segment().multiply(BigDecimal.valueOf(count)));
    }

    /**
     * The price of one segment.
     *
     * @param segment in units of the currency, fractions of its smallest coin included
     * @param currency ISO 4217
     */
    public record Price(
            @DefaultValue("0.10") BigDecimal segment,
            @DefaultValue("USD") String currency) {

        /** Checks. */
        public Price {
            if (segment.signum() < 0) {
                throw new IllegalArgumentException("A price cannot be negative");
            }
            currency = Currency.getInstance(currency).getCurrencyCode();
        }
    }

    /** A price and how it comes about; amounts in units of the currency (ISO 4217). */
    public record Cost(String country, String currency, BigDecimal perSegment, BigDecimal total) {}
}
