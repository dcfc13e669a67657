package io.integrationhost.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every page as people see it: light, dark and narrow. {@code -Dconsole.pictures=FOLDER} is the
 * long form: it leaves pictures of all, and holds each look against all rules of accessibility.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {

  private Browser browser;
  private StubHost host;
  private ConsolePages pages;

  @BeforeAll
  void login() throws IOException {
    browser = Browser.startOrSkip();
    host = new StubHost();
    pages = new ConsolePages(browser, host.address());
    pages.login(StubHost.OPERATOR);
  }

  @AfterAll
  void leave() {
    if (host != null) {
      browser.driver().get("about:blank");
      host.close();
    }
  }

  static Optional<Path> pictures() {
    return Optional.ofNullable(System.getProperty("console.pictures")).map(Path::of);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "overview",
        "integration/yard",
        "integration/hall",
        "integration/cellar",
        "sessions/yard",
        "tap/yard",
        "letters/yard",
        "downlinks/yard",
        "playground",
        "plugins",
        "settings",
        "events"
      })
  void eachPageIsSound(String page) throws IOException {
    browser.prefer("prefers-color-scheme", "light");
    pages.open(page);
    switch (page.replaceAll("/.*", "")) {
      case "sessions", "letters", "downlinks" -> pages.click("tbody button.link");
      case "tap" -> {
        pages.click("form button.main");
        pages.click("tbody tr:last-child button.link");
      }
      case "playground" -> {
        pages.click(".row button.main");
        pages.awaitText("#result", "Result");
      }
      default -> {}
    }
    pages.assertSound(page, pictures());
  }
}
