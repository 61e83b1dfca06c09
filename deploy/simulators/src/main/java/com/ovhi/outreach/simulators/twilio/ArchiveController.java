package com.ovhi.outreach.simulators.twilio;

import com.ovhi.outreach.simulators.exchange.Answer;
import com.ovhi.outreach.simulators.exchange.Attempt;
import com.ovhi.outreach.simulators.exchange.Credentials;
import com.ovhi.outreach.simulators.exchange.Desk;
import com.ovhi.outreach.simulators.world.Provider;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/2010-04-01/Accounts/{accountSid}")
class ArchiveController {

    private static final int LARGEST_PAGE = 1000;

    private final Desk desk;
    private final TwilioAccount account;
    private final TwilioErrors errors;
    private final SmsArchive archive;
    private final JsonMapper json;

    ArchiveController(Desk desk, TwilioAccount account, TwilioErrors errors, SmsArchive archive, JsonMapper json) {
        this.desk = desk;
        this.account = account;
        this.errors = errors;
        this.archive = archive;
        this.json = json;
    }

    @GetMapping("/Messages/{sid}.json")
    @Nullable
    ResponseEntity<byte[]> one(@PathVariable String accountSid, @PathVariable String sid, HttpServletRequest request) {
        return serve(
                accountSid,
                request,
                () -> archive.find(sid)
                        .map(sms -> found(SmsView.of(sms, archive.entry(sms).text(), accountSid)))
                        .orElseGet(() -> errors.notFound(request.getRequestURI())));
    }

    @GetMapping("/Messages.json")
    @Nullable
    ResponseEntity<byte[]> list(@PathVariable String accountSid, HttpServletRequest request) {
        return serve(accountSid, request, () -> {
            try {
                return found(page(accountSid, request));
            } catch (DateTimeException | NumberFormatException malformed) {
                return errors.refuse(400, 20001, "Invalid parameter");
            }
        });
    }

    private Map<String, @Nullable Object> page(String accountSid, HttpServletRequest request) {
        int size = Math.clamp(Integer.parseInt(field(request, "PageSize", "50")), 1, LARGEST_PAGE);
        int number = Math.max(0, Integer.parseInt(field(request, "Page", "0")));
        List<Sms> wanted = wanted(request);
        List<Map<String, @Nullable Object>> messages = wanted.stream()
                .skip((long) number * size)
                .limit(size)
                .map(sms -> SmsView.of(sms, archive.entry(sms).text(), accountSid))
                .toList();
        boolean more = wanted.size() > (number + 1) * size;
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("messages", messages);
        page.put("page", number);
        page.put("page_size", size);
        page.put("start", number * size);
        page.put("end", number * size + Math.max(0, messages.size() - 1));
        page.put("uri", uri(request, number, size));
        page.put("first_page_uri", uri(request, 0, size));
        page.put("previous_page_uri", number == 0 ? null : uri(request, number - 1, size));
        page.put("next_page_uri", more ? uri(request, number + 1, size) : null);
        return page;
    }

    private List<Sms> wanted(HttpServletRequest request) {
        String from = field(request, "From", "");
        Instant earliest = instant(field(request, "DateSent>", field(request, "DateSent", "")), false);
        Instant latest = instant(field(request, "DateSent<", field(request, "DateSent", "")), true);
        return archive.to(field(request, "To", "")).stream()
                .filter(sms -> from.isEmpty() || from.equals(sms.from()))
                .filter(sms -> !sent(sms).isBefore(earliest) && !sent(sms).isAfter(latest))
                .sorted(Comparator.comparingLong(Sms::seq).reversed())
                .toList();
    }

    private static Instant sent(Sms sms) {
        return Objects.requireNonNullElse(sms.sent(), sms.created());
    }

    private static Instant instant(String date, boolean end) {
        if (date.isEmpty()) {
            return end ? Instant.MAX : Instant.MIN;
        }
        if (date.length() > 10) {
            return LocalDateTime.parse(date.replace("Z", "")).toInstant(ZoneOffset.UTC);
        }
        LocalDate day = LocalDate.parse(date);
        return (end ? day.plusDays(1) : day).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private @Nullable ResponseEntity<byte[]> serve(
            String accountSid, HttpServletRequest request, Supplier<Answer> work) {
        return desk.serve(
                Provider.TWILIO,
                request,
                Attempt.unreadable(request.getRequestURI()),
                errors::asked,
                () -> account.refusal(accountSid, Credentials.basic(request), request.getRequestURI())
                        .orElseGet(work));
    }

    private Answer found(Map<String, @Nullable Object> body) {
        return new Answer(
                200, "found", null, null, Map.of(), MediaType.APPLICATION_JSON, json.writeValueAsString(body));
    }

    private static String uri(HttpServletRequest request, int page, int size) {
        String query = Objects.requireNonNullElse(request.getQueryString(), "").replaceAll("&?Page(Size)?=\\d+", "");
        return request.getRequestURI() + "?" + (query.isEmpty() ? "" : query + "&") + "PageSize=" + size + "&Page="
                + page;
    }

    private static String field(HttpServletRequest request, String name, String otherwise) {
        String value = request.getParameter(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }
}
