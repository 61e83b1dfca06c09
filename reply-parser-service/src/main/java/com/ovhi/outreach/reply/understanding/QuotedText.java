package com.ovhi.outreach.reply.understanding;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a mail program adds to the patient's own words: our message, its header, a signature. Must not be read as theirs. */
final class QuotedText {

    /** "On Monday, … wrote:" in the languages of the lists; may be broken over two lines. */
    private static final Pattern INTRODUCTION =
            Pattern.compile("(?iu)^\\s*+(on|le|el|em|am|il|w dniu|dnia|vào|в|في|noong|nan|\\d{4}).{0,200}"
                    + "(wrote|a écrit|escribió|escreveu|schrieb.{0,80}|ha scritto|napisał(\\(a\\))?|đã viết|"
                    + "написал(а)?|пишет|كتب.{0,80}|작성.{0,10}|写道|寫道|sumulat|ekri|लिखा)\\s*[:：]\\s*$"
                    + "|^.{0,160}<[^<>]{1,80}@[^<>]{1,80}>.{0,60}[:：]\\s*$"
                    + "|^.{0,120}(님이 작성|写道|寫道|ने लिखा|كتب|написал(а)?)\\s*[:：]\\s*$");

    /** From here on everything is the earlier message, however it is laid out. */
    private static final Pattern EARLIER = Pattern.compile(
            "(?iu)^\\s*+(-{2,}+|_{5,}+)\\s*+((original|forwarded|mensaje|message|ursprüngliche|messaggio|mensagem|oryginalna|исходное|원본|原始|الرسالة).*)?\\s*+$|^\\s*+[*]?(from|von|de|da|od|от|发件人|寄件者|보낸"
                    + " ?사람|من|từ|प्रेषक|mula kay)[*]?\\s*[:：].*@.*$");

    private static final Pattern SIGNATURE = Pattern.compile(
            "(?iu)^\\s*+(sent from my .*|get outlook for .*|enviado desde mi .*|envoyé de mon .*|enviado do meu .*|"
                    + "von meinem .* gesendet|inviato da .*|wysłane z .*|отправлено с .*|从我的.*发送|从我的.*發送|"
                    + "從我的.*傳送|나의 .*에서 보냄|được gửi từ .*|أُ?رسلت من .*)\\s*$");

    private static final int SHORTEST_LINE = 10;
    private static final int LONGEST_REST = 100;

    private QuotedText() {}

    /** The text without quotations and signatures, whichever stands first. */
    static String without(String text) {
        if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
            return text;
        }
        var lines = text.lines().toList();
        var own = new ArrayList<String>(lines.size());
        var started = false;
        for (var at = 0; at < lines.size(); at++) {
            var line = lines.get(at);
            started |= !own.isEmpty() && !own.getLast().isBlank();
            if (started
                    && (EARLIER.matcher(line).matches()
                            || SIGNATURE.matcher(line).matches())) {
                break;
            }
            var introduction = introduction(lines, at);
            if (introduction > 0) {
                at += introduction - 1;
                if (started && !quotedAfter(lines, at)) {
                    break;
                }
            } else if (!line.stripLeading().startsWith(">")) {
                own.add(line);
            }
        }
        return String.join("\n", own);
    }

    /** How many lines introduce a quotation here: none, one, or two where it is broken. */
    private static int introduction(List<String> lines, int at) {
        var line = lines.get(at);
        if (endsInColon(line)) {
            return INTRODUCTION.matcher(line).matches() ? 1 : 0;
        }
        var broken = line.length() > SHORTEST_LINE
                && at + 1 < lines.size()
                && lines.get(at + 1).length() < LONGEST_REST
                && endsInColon(lines.get(at + 1))
                && INTRODUCTION.matcher(line + " " + lines.get(at + 1)).matches();
        return broken ? 2 : 0;
    }

    private static boolean endsInColon(String line) {
        var end = line.stripTrailing();
        return end.endsWith(":") || end.endsWith("：");
    }

    /** Whether the lines of the quotation are marked, so that what stands below it is the patient's again. */
    private static boolean quotedAfter(List<String> lines, int at) {
        return lines.stream().skip(at + 1L).limit(4).anyMatch(line -> line.startsWith(">"));
    }
}
