package com.ovhi.outreach.simulators.sendgrid;

import com.ovhi.outreach.simulators.exchange.Answer;
import com.ovhi.outreach.simulators.exchange.Attempt;
import com.ovhi.outreach.simulators.exchange.Credentials;
import com.ovhi.outreach.simulators.exchange.Desk;
import com.ovhi.outreach.simulators.world.Provider;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
class ActivityController {

    private static final String USUAL_LIMIT = "10";
    private static final int LARGEST_LIMIT = 1000;

    private final Desk desk;
    private final SendGridErrors errors;
    private final SendGridProperties properties;
    private final ActivityFeed feed;
    private final ActivityRate rate;
    private final JsonMapper json;

    ActivityController(
            Desk desk,
            SendGridErrors errors,
            SendGridProperties properties,
            ActivityFeed feed,
            ActivityRate rate,
            JsonMapper json) {
        this.desk = desk;
        this.errors = errors;
        this.properties = properties;
        this.feed = feed;
        this.rate = rate;
        this.json = json;
    }

    @GetMapping({"/v3/messages", "/sendgrid/v3/messages"})
    @Nullable
    ResponseEntity<byte[]> messages(HttpServletRequest request) {
        return desk.serve(
                Provider.SENDGRID,
                request,
                Attempt.unreadable(request.getRequestURI()),
                (status, code) -> errors.asked(status),
                () -> answer(request, Credentials.bearer(request)));
    }

    private Answer answer(HttpServletRequest request, Optional<String> key) {
        if (!key.equals(Optional.of(properties.apiKey()))) {
            return errors.unauthorised(key.isPresent());
        }
        if (!properties.activity()) {
            return errors.forbidden();
        }
        OptionalLong wait = rate.take();
        return wait.isPresent()
                ? errors.tooFast(properties.activityPerMinute(), wait.getAsLong())
                : listed(request.getParameter("query"), request.getParameter("limit"));
    }

    private Answer listed(@Nullable String query, @Nullable String limit) {
        try {
            int most = Integer.parseInt(limit == null ? USUAL_LIMIT : limit);
            if (most < 1 || most > LARGEST_LIMIT) {
                return errors.invalid(List.of(Problem.in("limit", "limit must be between 1 and 1000")));
            }
            Predicate<Activity> wanted =
                    query == null || query.isBlank() ? activity -> true : ActivityQuery.parse(query);
            return found(feed.shown(wanted, most));
        } catch (NumberFormatException malformed) {
            return errors.invalid(List.of(Problem.in("limit", "limit must be an integer")));
        } catch (ActivityQuery.SyntaxError malformed) {
            return errors.invalid(List.of(Problem.in("query", "invalid query syntax")));
        }
    }

    private Answer found(List<Activity> messages) {
        String body = json.writeValueAsString(Map.of("messages", messages));
        return new Answer(200, "found", null, null, Map.of(), MediaType.APPLICATION_JSON, body);
    }
}
