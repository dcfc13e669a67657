package io.integrationhost.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;

/** The pages of a console, of whatever host, as somebody at a browser sees them. */
public final class ConsolePages {

  /** Pages of the host. */
  public static final List<String> HOST_PAGES =
      List.of("overview", "playground", "plugins", "settings", "events");

  /** Pages of one integration. */
  public static final List<String> INTEGRATION_PAGES =
      List.of("integration", "sessions", "tap", "letters", "downlinks");

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int WIDTH = 1_280;
  private static final int HEIGHT = 900;
  private static final int NARROW = 360;
  private static final int TALLEST = 4_000;

  private final Browser browser;
  private final URI address;

  /**
   * For a console.
   *
   * @param address of the host's own port, ending in a slash
   */
  public ConsolePages(Browser browser, URI address) {
    this.browser = browser;
    this.address = address;
    // A browser notes each refusal; that nobody is logged in yet is none of ours.
    browser.expect("/api/v1/session - Failed to load resource");
  }

  /** Looks at once and then often: most of what is waited for is there within a moment. */
  private static ConditionFactory waiting() {
    return await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(40))
        .atMost(PATIENCE)
        .ignoreException(StaleElementReferenceException.class);
  }

  /** Opens the console without a session. */
  public void openAsStranger() {
    browser.size(WIDTH, HEIGHT);
    browser.driver().executeCdpCommand("Network.clearBrowserCookies", Map.of());
    browser
        .driver()
        .executeCdpCommand(
            "Storage.clearDataForOrigin",
            Map.of("origin", address.toString(), "storageTypes", "local_storage"));
    browser.driver().get(address.toString());
    waiting().until(() -> find("#token").isPresent());
  }

  /** Logs in and waits for the first values. */
  public void login(String token) {
    openAsStranger();
    enter(token);
    awaitText("header", "live");
    awaitNo(".empty", "Waiting for");
  }

  /** Fills in the token and sends it. */
  public void enter(String token) {
    WebElement field = find("#token").orElseThrow();
    field.clear();
    field.sendKeys(token);
    click("button.main");
  }

  /** Shows a page and waits until it holds something. */
  public void open(String page) {
    // Else the page before may be taken for it.
    browser
        .driver()
        .executeAsyncScript(
            """
            const [hash, done] = arguments;
            const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => done()));
            if (location.hash === hash) {
              drawn();
            } else {
              addEventListener('hashchange', drawn, {once: true});
              location.hash = hash;
            }
            """,
            "#/" + page);
    waiting()
        .until(
            () ->
                find("main#content h1").filter(title -> !title.getText().isEmpty()).isPresent()
                    && Boolean.TRUE.equals(
                        browser
                            .driver()
                            .executeScript(
                                "return !document.querySelector('main#content')"
                                    + ".innerText.includes('Loading…')")));
  }

  /**
   * Looks at a page as it is shown now: in both themes and on a narrow screen, by the rules of
   * accessibility that the look can break, for what the browser complains of, and for what does not
   * fit.
   *
   * @param pictures where pictures go, if anybody wants them; then each look is held against all
   *     rules
   */
  public void assertSound(String name, Optional<Path> pictures) throws IOException {
    for (Look look : Look.values()) {
      browser.prefer("prefers-color-scheme", look == Look.DARK ? "dark" : "light");
      int width = look == Look.NARROW ? NARROW : WIDTH;
      browser.size(width, HEIGHT);
      long overflow = number("return document.documentElement.scrollWidth - innerWidth");
      assertThat(overflow).as("pixels beside the screen, %s, %s", name, look).isNotPositive();
      browser.assertAccessible(pictures.isPresent() ? Browser.Rules.ALL : look.rules);
      if (pictures.isPresent()) {
        long tall = number("return document.documentElement.scrollHeight");
        browser.size(width, (int) Math.min(TALLEST, Math.max(HEIGHT, tall)));
        browser.picture(
            pictures
                .get()
                .resolve(
                    name.replace('/', '-') + "-" + look.name().toLowerCase(Locale.ROOT) + ".png"));
      }
    }
    browser.size(WIDTH, HEIGHT);
    browser.assertQuiet();
  }

  private enum Look {
    LIGHT(Browser.Rules.ALL),
    DARK(Browser.Rules.OF_COLOURS),
    NARROW(Browser.Rules.OF_LAYOUT);

    private final Browser.Rules rules;

    Look(Browser.Rules rules) {
      this.rules = rules;
    }
  }

  private long number(String script) {
    return ((Number) Objects.requireNonNull(browser.driver().executeScript(script))).longValue();
  }

  /** The first element of a selector. */
  public Optional<WebElement> find(String selector) {
    return browser.driver().findElements(By.cssSelector(selector)).stream().findFirst();
  }

  /** What a part of the page says; empty when it is not there. */
  public String text(String selector) {
    try {
      return find(selector).map(WebElement::getText).orElse("");
    } catch (StaleElementReferenceException e) {
      return "";
    }
  }

  public void awaitText(String selector, String part) {
    waiting().untilAsserted(() -> assertThat(text(selector)).as(selector).contains(part));
  }

  public void awaitNo(String selector, String part) {
    waiting().untilAsserted(() -> assertThat(text(selector)).as(selector).doesNotContain(part));
  }

  /** Clicks what a selector finds first. */
  public void click(String selector) {
    waiting().until(() -> find(selector).isPresent());
    waiting()
        .until(
            () -> {
              find(selector).orElseThrow().click();
              return true;
            });
  }

  /**
   * Chooses what a list offers in these words. Typing them would choose something else when the
   * browser is slow: after a pause it takes the rest for a new beginning.
   *
   * @param at which of the lists that the selector finds
   */
  public void choose(String selector, int at, String words) {
    waiting()
        .alias("'" + words + "' in " + selector)
        .until(
            () ->
                browser
                    .driver()
                    .findElements(By.cssSelector(selector))
                    .get(at)
                    .findElements(By.tagName("option"))
                    .stream()
                    .filter(option -> option.getText().equals(words))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow()
        .click();
  }

  /** A button by its words, as soon as there is one. */
  public WebElement button(String words) {
    return waiting()
        .alias("a button " + words)
        .until(() -> shown(words), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<WebElement> shown(String words) {
    return browser.driver().findElements(By.xpath("//button")).stream()
        .filter(each -> each.isDisplayed() && each.getText().equals(words))
        .findFirst();
  }

  /** Presses a button, though the page may be drawn anew between the look and the click. */
  public void press(String words) {
    waiting()
        .until(
            () -> {
              button(words).click();
              return true;
            });
  }

  /** Presses a button, and the button of the question that follows. */
  public void pressAndConfirm(String words) {
    press(words);
    waiting().until(() -> find("dialog[open] button.main").isPresent());
    click("dialog[open] button.main");
  }
}
