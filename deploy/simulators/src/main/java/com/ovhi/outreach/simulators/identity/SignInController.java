package com.ovhi.outreach.simulators.identity;

import com.ovhi.outreach.simulators.identity.Grants.Person;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriComponentsBuilder;

/** The page on which people of the local mode say who they are. Nobody has a password: it is for development only. */
@RestController
@RequestMapping("/oauth2/authorize")
class SignInController {

    private static final List<String> ROLES = List.of("clinic-staff", "campaign-manager", "compliance", "ops");
    private static final List<String> CARRIED =
            List.of("response_type", "client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method");

    /** Only what the page itself needs; the answer of its form leads on to the application. */
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>Local sign-in</title>
              <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}
                input[type=text],input[type=number],button{font:inherit;min-height:2.75rem;padding:.4rem .6rem}
                label{display:block;margin-block:.75rem}</style>
            </head>
            <body>
              <main>
                <h1>Local sign-in</h1>
                <p>This stands in for an identity provider and believes whatever you say.</p>
                <form method="post" action="/oauth2/authorize">
                  %s
                  <label>Name <input type="text" name="subject" value="nora" required maxlength="64" autocomplete="off"></label>
                  <label>Organization <input type="number" name="org" value="11" min="1"></label>
                  <fieldset><legend>Roles</legend>%s</fieldset>
                  <p><button id="sign-in">Sign in</button></p>
                </form>
              </main>
            </body>
            </html>
            """;

    private final IdentityProperties properties;
    private final Grants grants;

    SignInController(IdentityProperties properties, Grants grants) {
        this.properties = properties;
        this.grants = grants;
    }

    @GetMapping(produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> page(@RequestParam Map<String, String> given) {
        checked(given);
        String hidden = CARRIED.stream()
                .map(name -> "<input type=\"hidden\" name=\"%s\" value=\"%s\">"
                        .formatted(name, escaped(given.getOrDefault(name, ""))))
                .collect(Collectors.joining("\n      "));
        String roles = ROLES.stream()
                .map(role -> "<label><input type=\"checkbox\" name=\"role\" value=\"%1$s\" checked> %1$s</label>"
                        .formatted(role))
                .collect(Collectors.joining("\n      "));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(PAGE.formatted(hidden, roles));
    }

    @PostMapping(consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Void> signIn(
            @RequestParam Map<String, String> given,
            @RequestParam String subject,
            @RequestParam(required = false) @Nullable Long org,
            @RequestParam(name = "role", required = false) @Nullable List<String> roles) {
        SignIn asked = checked(given);
        if (subject.isBlank()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "A name is needed");
        }
        Person person = new Person(subject.strip(), List.copyOf(Objects.requireNonNullElse(roles, List.of())), org);
        URI back = UriComponentsBuilder.fromUriString(asked.redirectUri())
                .queryParam("code", "{code}")
                .queryParam("state", "{state}")
                .encode()
                .buildAndExpand(Map.of("code", grants.code(person, asked), "state", asked.state()))
                .toUri();
        return ResponseEntity.status(HttpStatus.FOUND)
                .cacheControl(CacheControl.noStore())
                .location(back)
                .build();
    }

    private SignIn checked(Map<String, String> given) {
        if (!properties.minting()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        try {
            return SignIn.of(given, properties);
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
    }
}
