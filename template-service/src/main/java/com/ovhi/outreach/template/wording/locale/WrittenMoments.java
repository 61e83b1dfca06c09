package com.ovhi.outreach.template.wording.locale;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Days and times that a caller has written already, in a language of the suite. A day has no year: the year of a visit
 * is plain, and what has one is rather somebody's birthday.
 */
public final class WrittenMoments {

    private static final List<String> LANGUAGES =
            List.of("en", "es-US", "fr", "pt-BR", "zh", "vi", "ko", "ru", "ar", "fil");
    /** Months that are numbers need one more number than others. */
    private static final Set<String> NUMBERED_MONTHS = Set.of("月", "월", "thg", "tháng");

    /** Weekdays that are numbers, too. */
    private static final Set<String> NUMBERED_DAYS = Set.of("thứ", "th");

    private static final Set<String> FILLERS = Set.of("de", "del", "ng", "ika", "ngày", "日", "号", "일");

    private static final Pattern SHAPE = Pattern.compile("[\\p{L}\\p{M}\\p{Nd} .,()،’'-]{3,40}");
    private static final Pattern ORDINAL = Pattern.compile("(?<=\\d)(?:st|nd|rd|th|er|º)(?![\\p{L}\\p{M}])");
    /** Chinese puts the weekday right behind the day. */
    private static final Pattern CHINESE = Pattern.compile("(?<=\\d)[月日号]");

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+");
    private static final Pattern NUMBER = Pattern.compile("\\p{Nd}+");

    private static final String DAY_PART =
            "(?:[ap]\\.? ?m\\.?|上午|下午|中午|晚上|早上|凌晨|오전|오후|sa|ch|ص|م|صباحًا|مساءً|صباحا|مساء|ng umaga|ng hapon|ng gabi)";
    private static final String CLOCK = "(?:[01]?\\d|2[0-3])";
    private static final String ONE_TIME = "(?:" + DAY_PART + " ?" + CLOCK + "(?:[:.]\\d{2})?|" + CLOCK
            + "(?:[:.]\\d{2}| ?h ?\\d{2}| ?h)(?: ?" + DAY_PART + ")?|" + CLOCK + " ?" + DAY_PART + ")";
    private static final Pattern TIME = Pattern.compile(
            "(?iu)" + ONE_TIME + "(?:, ?" + ONE_TIME + "){0,5}(?: (?:[ecmpah][sd]?t|ak[sd]t|utc|gmt))?");

    private static final Set<String> NAMES = names();

    private WrittenMoments() {}

    /** Whether a value is a day without a year, such as {@code Wed, Mar 4}, {@code sáb 7 mar} or {@code 3月4日 周三}. */
    public static boolean day(String value) {
        if (!SHAPE.matcher(value).matches()) {
            return false;
        }
        var unmarked = ORDINAL.matcher(value.toLowerCase(Locale.ROOT)).replaceAll("");
        var plain = CHINESE.matcher(unmarked).replaceAll("$0 ");
        var words = WORD.matcher(plain).results().map(MatchResult::group).collect(Collectors.toUnmodifiableSet());
        var numbers = NUMBER.matcher(plain).results().map(MatchResult::group).toList();
        return words.stream().allMatch(WrittenMoments::known)
                && words.stream().anyMatch(word -> !FILLERS.contains(word))
                && !numbers.isEmpty()
                && numbers.size() <= mostNumbers(words)
                && numbers.stream().allMatch(number -> number.length() <= 2);
    }

    /** Whether a value is a time of day or several, such as {@code 9:30 AM}, {@code 9 h 30} or {@code 오전 9:30}. */
    public static boolean time(String value) {
        return value.length() <= 80 && TIME.matcher(value).matches();
    }

    private static boolean known(String word) {
        return NAMES.contains(word)
                || FILLERS.contains(word)
                || NUMBERED_MONTHS.contains(word)
                || NUMBERED_DAYS.contains(word);
    }

    private static int mostNumbers(Set<String> words) {
        return 1
                + (words.stream().anyMatch(NUMBERED_MONTHS::contains) ? 1 : 0)
                + (words.stream().anyMatch(NUMBERED_DAYS::contains) ? 1 : 0);
    }

    private static Set<String> names() {
        var cldr = LANGUAGES.stream().map(Locale::forLanguageTag).flatMap(WrittenMoments::names);
        return Stream.concat(cldr, HaitianCreole.names())
                .flatMap(name -> WORD.matcher(name.toLowerCase(Locale.ROOT)).results())
                .map(MatchResult::group)
                .filter(name -> name.length() > 1 || name.codePointAt(0) > 0x2E80)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> names(Locale locale) {
        return Stream.of(TextStyle.FULL, TextStyle.SHORT, TextStyle.FULL_STANDALONE, TextStyle.SHORT_STANDALONE)
                .flatMap(style -> Stream.concat(
                        Arrays.stream(DayOfWeek.values()).map(day -> day.getDisplayName(style, locale)),
                        Arrays.stream(Month.values()).map(month -> month.getDisplayName(style, locale))));
    }
}
