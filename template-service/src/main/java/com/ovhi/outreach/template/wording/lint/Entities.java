package com.ovhi.outreach.template.wording.lint;

import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.web.util.HtmlUtils;

/** Character references of HTML, also sloppy ones that browsers accept. */
final class Entities {

    private static final int LONGEST = 34;
    private static final int LONGEST_NUMBER = 12;
    /** Letters of the mathematical alphabets: afr, ascr, aopf. */
    private static final Pattern STYLED_LETTER = Pattern.compile("([A-Za-z])(?:fr|scr|opf)");

    private Entities() {}

    /** Adds the character or reference at a place and answers the next place. */
    static int append(String source, int at, int end, Excerpt.Builder to) {
        if (source.charAt(at) != '&' || at + 2 >= end) {
            to.add(source.charAt(at), at);
            return at + 1;
        }
        return source.charAt(at + 1) == '#' ? appendNumber(source, at, end, to) : appendName(source, at, end, to);
    }

    private static int appendNumber(String source, int at, int end, Excerpt.Builder to) {
        var hexadecimal = source.charAt(at + 2) == 'x' || source.charAt(at + 2) == 'X';
        var radix = hexadecimal ? 16 : 10;
        var from = hexadecimal ? at + 3 : at + 2;
        var next = from;
        while (next < end && Character.digit(source.charAt(next), radix) >= 0) {
            next++;
        }
        if (next == from) {
            to.add('&', at);
            return at + 1;
        }
        var codePoint = codePoint(source.substring(from, next), radix);
        if (Character.isValidCodePoint(codePoint)) {
            to.add(Character.toString(codePoint), at);
        }
        return next < end && source.charAt(next) == ';' ? next + 1 : next;
    }

    private static int codePoint(String digits, int radix) {
        var significant = digits.replaceFirst("^0{1,64}", "");
        if (significant.length() > LONGEST_NUMBER) {
            return -1;
        }
        var value = significant.isEmpty() ? 0 : Long.parseLong(significant, radix);
        return value > Character.MAX_CODE_POINT ? -1 : (int) value;
    }

    private static int appendName(String source, int at, int end, Excerpt.Builder to) {
        var next = at + 1;
        while (next < Math.min(end, at + LONGEST) && isAsciiLetterOrDigit(source.charAt(next))) {
            next++;
        }
        if (next >= end || next == at + 1 || source.charAt(next) != ';') {
            to.add('&', at);
            return at + 1;
        }
        to.add(named(source.substring(at + 1, next)), at);
        return next + 1;
    }

    /** What a name stands for; nothing for what only HTML 5 knows, such as spaces of no width. */
    private static String named(String name) {
        var reference = "&" + name + ";";
        var character = HtmlUtils.htmlUnescape(reference);
        if (!character.equals(reference)) {
            return character;
        }
        var styled = STYLED_LETTER.matcher(name);
        if (styled.matches()) {
            return styled.group(1);
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "apos" -> "'";
            case "tab", "newline" -> " ";
            case "period" -> ".";
            case "comma" -> ",";
            case "commat" -> "@";
            case "colon" -> ":";
            case "sol" -> "/";
            case "plus" -> "+";
            case "dollar" -> "$";
            case "num" -> "#";
            case "hyphen", "dash" -> "-";
            case "lpar" -> "(";
            case "rpar" -> ")";
            case "lowbar" -> "_";
            default -> "";
        };
    }

    private static boolean isAsciiLetterOrDigit(char character) {
        return character < 0x80 && Character.isLetterOrDigit(character);
    }
}
