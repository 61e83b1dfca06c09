package com.ovhi.outreach.reply.answer;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.ovhi.outreach.common.phi.WhatsAppUser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What to call in danger, by country: file {@code emergency-numbers.txt}. Thread-safe. */
final class EmergencyNumbers {

    private static final String FILE = "/emergency-numbers.txt";

    /** The line for countries without one. */
    private static final String ELSEWHERE = "ZZ";

    private final Map<String, Numbers> byRegion = read();

    /** Of the country the patient writes from or, where that does not show, of the clinic's. */
    Numbers of(String address, @Nullable String clinicPhone) {
        var region = region(address).or(() -> region(clinicPhone)).orElse(ELSEWHERE);
        return byRegion.getOrDefault(region, Objects.requireNonNull(byRegion.get(ELSEWHERE)));
    }

    Map<String, Numbers> byRegion() {
        return byRegion;
    }

    private Optional<String> region(@Nullable String address) {
        if (address == null) {
            return Optional.empty();
        }
        return WhatsAppUser.parse(address)
                .map(user -> user.id().substring(0, 2))
                .or(() -> regionOfNumber(address));
    }

    /** A number whose own region is not known or not listed, such as an island's, is one of its country's. */
    private Optional<String> regionOfNumber(String address) {
        var util = PhoneNumberUtil.getInstance();
        try {
            var number = util.parse(address, ELSEWHERE);
            return Stream.of(
                            util.getRegionCodeForNumber(number),
                            util.getRegionCodeForCountryCode(number.getCountryCode()),
                            ELSEWHERE)
                    .filter(region -> region != null && byRegion.containsKey(region))
                    .findFirst();
        } catch (NumberParseException e) {
            // An e-mail address, or a number as it is dialled at home.
            return Optional.empty();
        }
    }

    private static Map<String, Numbers> read() {
        try (InputStream file = Objects.requireNonNull(EmergencyNumbers.class.getResourceAsStream(FILE))) {
            var numbers = new HashMap<String, Numbers>();
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split("\\s+"))
                    .forEach(words -> numbers.put(words[0], numbers(words)));
            return Map.copyOf(numbers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Numbers numbers(String[] words) {
        return new Numbers(words[1], Stream.of(words).skip(2).findFirst().orElse(null));
    }

    /**
     * What to call.
     *
     * @param emergency ambulance, or whoever sends one
     * @param crisis for thoughts of suicide, null where there is no short number for it
     */
    record Numbers(String emergency, @Nullable String crisis) {}
}
