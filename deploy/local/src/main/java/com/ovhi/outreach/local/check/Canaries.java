package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.evidence.Feed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What of the feed must not show up where it does not belong. PHI. Immutable. */
final class Canaries {

    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}'’-]*");
    private static final Pattern MAIL = Pattern.compile("[a-z0-9._'+-]+@[a-z0-9.-]+");
    private static final Pattern PHONE =
            Pattern.compile("(?<!\\d)1?[ .-]?\\(?(\\d{3})\\)?[ .-]?(\\d{3})[ .-]?(\\d{4})(?!\\d)");
    private static final int SHORTEST_NAME = 4;
    private static final int SHORTEST_INGREDIENT = 8;
    private static final Set<String> NOT_TELLING = Set.of(
            "abuse-deterrent",
            "auto-injector",
            "capsule",
            "chewable",
            "extended",
            "inhalation",
            "inhalant",
            "inhaler",
            "injectable",
            "injection",
            "intrauterine",
            "ophthalmic",
            "prefilled",
            "rectal",
            "solution",
            "suspension",
            "transdermal",
            "delivery",
            "hydrochloride",
            "sublingual");

    private final Set<String> names = new HashSet<>();
    private final Set<String> mails = new HashSet<>();
    private final Set<String> phones = new HashSet<>();
    private final Set<String> ingredients = new HashSet<>();
    private final Map<String, Set<String>> phrases = new HashMap<>();

    Canaries(Feed feed) {
        for (var patient : PatientRecord.of(feed).values()) {
            if (patient.givenName().length() >= SHORTEST_NAME
                    && patient.familyName().length() >= SHORTEST_NAME) {
                names.add(lower(patient.givenName() + " " + patient.familyName()));
            }
            for (var address : patient.addresses()) {
                if (address.contains("@")) {
                    mails.add(address);
                } else if (address.length() >= 10) {
                    phones.add(address.substring(address.length() - 10));
                }
            }
        }
        feed.ofType("rx.refill_due")
                .forEach(each -> addMedication(each.data().path("medication").asString("")));
        feed.ofType("lab.result_ready")
                .forEach(each -> addPhrase(each.data().path("test_name").asString("")));
    }

    private void addMedication(String name) {
        addPhrase(name);
        words(lower(name)).stream()
                .filter(word -> word.length() >= SHORTEST_INGREDIENT && !NOT_TELLING.contains(word))
                .forEach(ingredients::add);
    }

    /** Filed under its first word, so that a line is searched only for what may be in it. */
    private void addPhrase(String name) {
        var phrase = lower(name);
        var words = words(phrase);
        if (!words.isEmpty() && phrase.length() >= SHORTEST_INGREDIENT) {
            phrases.computeIfAbsent(words.getFirst(), _ -> new HashSet<>()).add(phrase);
        }
    }

    /** What kind of thing a text gives away about anybody, if it does. */
    Optional<String> foundIn(String text) {
        var line = lower(text).replace("%40", "@").replace("%2b", "+");
        if (contains(MAIL, line, mails)) {
            return Optional.of("mail address");
        }
        if (hasPhone(line)) {
            return Optional.of("phone number");
        }
        var words = words(line);
        for (var i = 0; i + 1 < words.size(); i++) {
            if (names.contains(words.get(i) + " " + words.get(i + 1))) {
                return Optional.of("name");
            }
        }
        return tellsOfCare(line) ? Optional.of("medication or test") : Optional.empty();
    }

    /** Whether a text names a medication or a test. */
    boolean tellsOfCare(String text) {
        var line = lower(text);
        return words(line).stream()
                .anyMatch(word -> ingredients.contains(word)
                        || phrases.getOrDefault(word, Set.of()).stream().anyMatch(line::contains));
    }

    /** Whether a text has a word in it, as a whole. */
    static boolean hasWord(String text, String word) {
        return Pattern.compile(
                        "(?<!\\p{L})" + Pattern.quote(word) + "(?!\\p{L})",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text)
                .find();
    }

    private boolean hasPhone(String line) {
        var matcher = PHONE.matcher(line);
        var start = 0;
        while (matcher.find(start)) {
            if (phones.contains(matcher.group(1) + matcher.group(2) + matcher.group(3))) {
                return true;
            }
            start = matcher.start() + 1;
        }
        return false;
    }

    private static boolean contains(Pattern pattern, String line, Set<String> wanted) {
        return pattern.matcher(line).results().anyMatch(match -> wanted.contains(match.group()));
    }

    private static List<String> words(String line) {
        return WORD.matcher(line).results().map(match -> match.group()).toList();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
