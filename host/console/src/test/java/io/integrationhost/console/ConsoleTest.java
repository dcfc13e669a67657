package io.integrationhost.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.console.StubHost.Asked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The console in a browser, in front of a host made by hand. */
class ConsoleTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Browser browser;

  private StubHost host;
  private ConsolePages pages;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.startOrSkip();
  }

  @BeforeEach
  void start() throws IOException {
    host = new StubHost();
    pages = new ConsolePages(browser, host.address());
    browser.prefer("prefers-color-scheme", "light");
  }

  @AfterEach
  void stop() {
    browser.driver().get("about:blank");
    host.close();
  }

  private void login() {
    pages.login(StubHost.OPERATOR);
  }

  private Asked awaitAsked() {
    await().atMost(PATIENCE).until(() -> !host.asked().isEmpty());
    return host.asked().get(host.asked().size() - 1);
  }

  private static String hash() {
    return (String) browser.driver().executeScript("return location.hash");
  }

  private static WebElement active() {
    return browser.driver().switchTo().activeElement();
  }

  @Test
  void aWrongTokenIsRefusedWithTheHostsReasonAndTheRightOneOpensTheConsole() throws IOException {
    pages.openAsStranger();
    pages.assertSound("login", PagesTest.pictures());
    pages.enter("nonsense");
    pages.awaitText("[role=alert]", "the host does not know this token");
    assertThat(active().getAttribute("id")).isEqualTo("token");

    pages.enter(StubHost.OPERATOR);
    pages.awaitText("header", "live");
    pages.press("Log out");
    await().atMost(PATIENCE).until(() -> pages.find("#token").isPresent());
    assertThat(host.asked()).containsExactly(new Asked("DELETE", "session", "", ""));
    browser.assertQuiet();
  }

  @Test
  void theOverviewAnswersWhatAnOperatorAsksFirst() {
    login();
    String all = pages.text("main");
    assertThat(all)
        .contains("Readings are lost: 14 of hall")
        .contains("settings on disk have problems")
        .contains("Only 6.7 GiB (7 %) are free")
        .contains("Plugin jars that cannot be used: 1")
        .contains("ThingsBoard does not know the routing key of integrations.cellar")
        .contains("delivery paused")
        .contains("48,210");
    pages.awaitText("tbody tr:nth-child(3) td:nth-child(3)", "42.");
  }

  @Test
  void valuesAreDrawnAnewAndTheFocusStaysWhereItWas() {
    login();
    WebElement link = pages.find("tbody tr:nth-child(3) td a[href='#/letters/yard']").orElseThrow();
    browser.driver().executeScript("arguments[0].focus()", link);
    String before = drawnAt();
    await().atMost(PATIENCE).until(() -> !drawnAt().equals(before));
    assertThat(active()).isEqualTo(link);

    // Another order of the rows takes the focus along, too.
    browser.driver().executeScript("document.querySelector('thead button').click()");
    browser.driver().executeScript("document.querySelector('thead button').click()");
    pages.awaitText("tbody tr:first-child", "yard");
    assertThat(active().getAttribute("href")).endsWith("#/letters/yard");
  }

  private String drawnAt() {
    return pages.find("header .fresh .state").orElseThrow().getAttribute("title");
  }

  @Test
  void silenceIsShownAsStaleAndTheStreamComesBackByItself() {
    login();
    host.silence(true);
    pages.awaitText("header .fresh", "stale for");
    host.silence(false);
    pages.awaitText("header .fresh", "live");
  }

  @Test
  void anEndedSessionLeadsToTheLoginAndBackToThePage() {
    login();
    pages.open("plugins");
    host.forgetSessions();
    browser.expect("401");
    await().atMost(PATIENCE).until(() -> pages.find("#token").isPresent());
    pages.enter(StubHost.OPERATOR);
    pages.awaitText("h1", "Plugins");
    pages.awaitText("header .fresh", "live");
  }

  @Test
  void somebodyElseFindsNothingOfWhatTheFormerOneHasSeen() {
    login();
    pages.open("letters/yard");
    pages.click("tbody tr:nth-child(3) button.link");
    pages.awaitText(".panel", "00 08 00 fa");
    host.forgetSessions();
    browser.expect("401");
    await().atMost(PATIENCE).until(() -> pages.find("#token").isPresent());
    pages.enter(StubHost.READER);
    pages.awaitText("header", "reader");
    pages.awaitText("h1", "Dead letters");
    pages.awaitText("tbody", "000003");
    assertThat(pages.find(".panel")).isEmpty();
  }

  @Test
  void aTokenWithoutAScopeIsToldSo() {
    pages.login(StubHost.READER);
    pages.open("integration/yard");
    pages.awaitText("main", "needs the scope operate, which the token “reader” does not have");
    assertThat(pages.button("Restart transports…").isEnabled()).isFalse();
    pages.open("tap/yard");
    pages.awaitText("main", "To see what devices send needs the scope payloads");
    pages.open("settings");
    pages.awaitText("main", "To read the log needs the scope operate");
    pages.open("letters/yard");
    pages.click("tbody button.link");
    pages.awaitText(".panel", "To see what the letter holds needs the scope payloads");
    assertThat(host.asked()).isEmpty();
    browser.assertQuiet();
  }

  @Test
  void anActionAsksFirstAndSaysWhatCameOfIt() {
    login();
    pages.open("integration/yard");
    pages.press("Pause intake…");
    pages.awaitText("dialog[open]", "Transports read nothing more");
    active().sendKeys(Keys.ESCAPE);
    await().atMost(PATIENCE).until(() -> pages.find("dialog[open]").isEmpty());
    assertThat(active().getText()).isEqualTo("Pause intake…");
    assertThat(host.asked()).isEmpty();

    pages.pressAndConfirm("Pause intake…");
    assertThat(awaitAsked())
        .isEqualTo(
            new Asked("POST", "integrations/yard/pause", "wait=10s", "{\"what\":\"intake\"}"));
    pages.awaitText(".notices", "The intake of yard is paused.");
    pages.awaitText("main", "intake paused");
    pages.pressAndConfirm("Resume…");
    pages.awaitText(".notices", "yard goes on.");
    assertThat(awaitAsked().body()).isEqualTo("{\"what\":\"intake\"}");
    browser.assertQuiet();
  }

  @Test
  void aRefusalIsShownWithItsDetailAndItsRequest() {
    login();
    pages.open("integration/yard");
    browser.expect("409");
    host.refuseNext("yard connects now; wait until it runs, or see its reason");
    pages.pressAndConfirm("Reconnect…");
    pages.awaitText(".notices [role=alert]", "yard connects now; wait until it runs");
    pages.awaitText(".notices [role=alert]", "Request r-17");
    browser.driver().findElement(By.cssSelector("button[aria-label=Dismiss]")).click();
    pages.awaitNo(".notices", "r-17");
  }

  @Test
  void aFrameOfTheTapIsShownOnItsWholeWay(@TempDir Path folder) throws IOException {
    login();
    pages.open("tap/yard");
    pages.click("form button.main");
    pages.awaitText("main", "4 more were not shown");
    pages.click("tbody tr:last-child button.link");
    pages.awaitText(".panes", "accepted after 21 ms");
    assertThat(pages.text(".panes"))
        .contains("32 30 2e 35 2c 34 30 2c  39 34 0a")
        .contains("20.5,40,94·")
        .contains("\"remoteAddress\": \"192.0.2.17\"")
        .contains("\"temperature\": 20.5")
        .contains("stored after 2.6 ms");
    browser.keepFilesIn(folder);
    pages.press("Save as test case");
    Path archive = folder.resolve("frame-1.zip");
    await().atMost(PATIENCE).until(() -> Files.exists(archive));
    assertThat(texts(archive))
        .containsEntry("Yard-decoder/cases/frame-1/payload.txt", "20.5,40,94\n")
        .containsKey("Yard-decoder/cases/frame-1/metadata.json")
        .hasEntrySatisfying(
            "Yard-decoder/cases/frame-1/expected.json",
            text -> assertThat(text).contains("\"result\"").contains("\"temperature\": 20.5"));

    pages.press("Open in the playground");
    pages.awaitText("h1", "Playground");
    assertThat(value("textarea", 1)).isEqualTo("20.5,40,94");
    await()
        .atMost(PATIENCE)
        .until(() -> value("textarea", 0).contains("String.fromCharCode.apply"));
    browser.assertQuiet();
  }

  private static Map<String, String> texts(Path archive) throws IOException {
    Map<String, String> texts = new HashMap<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        texts.put(
            entry.getName(),
            new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  private static String value(String selector, int at) {
    return browser.driver().findElements(By.cssSelector(selector)).get(at).getDomProperty("value");
  }

  @Test
  void scriptsAreTriedAndComparedWithWhatRuns() {
    login();
    pages.open("playground");
    pages.click(".row button.main");
    pages.awaitText("main", "ThingsBoard then takes “default”");
    assertThat(awaitAsked().body()).contains("\"language\":\"JS\"").doesNotContain("integration");

    choose(0, "yard");
    pages.press("Compare with the script that runs");
    pages.awaitText("main", "They differ.");
    assertThat(awaitAsked().body())
        .contains("\"integration\":\"yard\"")
        .doesNotContain("\"script\"");

    WebElement script = browser.driver().findElement(By.cssSelector("main textarea"));
    script.sendKeys("broken");
    pages.click(".row button.main");
    pages.awaitText("main", "script, line 2: data is not defined");

    choose(3, "hex");
    WebElement payload = browser.driver().findElements(By.cssSelector("main textarea")).get(1);
    payload.clear();
    payload.sendKeys("0d 0x");
    pages.click(".row button.main");
    pages.awaitText("[role=alert]", "Character 5, “x”, is no hex digit.");
    browser.assertQuiet();
  }

  private void choose(int at, String words) {
    pages.choose("main select", at, words);
  }

  @Test
  void lettersAreReplayedPurgedAndTakenToThePlayground() {
    login();
    pages.open("letters/yard");
    pages.pressAndConfirm("Replay all shown…");
    assertThat(awaitAsked().path()).isEqualTo("integrations/yard/dead-letters/replay");
    assertThat(awaitAsked().body()).contains("20261130T095512001Z-000001", "-000004");
    pages.awaitText(".notices", "1 stay: no converter understood it");

    pages.pressAndConfirm("Purge…");
    await().atMost(PATIENCE).until(() -> host.asked().size() == 2);
    assertThat(awaitAsked())
        .isEqualTo(new Asked("DELETE", "integrations/yard/dead-letters", "all=true", ""));

    pages.click("tbody tr:nth-child(3) button.link");
    pages.awaitText(".panel", "00 08 00 fa 65 53 f1 3c  ff 00 4e");
    assertThat(pages.button("Replay…").isEnabled()).isFalse();
    pages.press("Open in the playground");
    pages.awaitText("h1", "Playground");
    assertThat(value("textarea", 1)).startsWith("00 08 00 fa");
    browser.assertQuiet();
  }

  @Test
  void sessionsAreSearchedAndTheirBytesWrittenOnDemand() {
    login();
    pages.open("sessions/yard");
    assertThat(pages.text("main")).contains("214 open", "North 8", "not known yet", "not read now");
    pages.press("Show more");
    pages.awaitText("main", "South 1");
    pages.click("tbody button.link");
    pages.awaitText(".panel", "Its bytes are written to no file.");
    pages.awaitText(".panel", "20.5,40,94");
    pages.pressAndConfirm("Begin a hex log…");
    assertThat(awaitAsked().body()).isEqualTo("{\"for\":\"15m\",\"session\":\"tcp-901\"}");
    pages.awaitText(".panel", "Bytes of tcp-901 are written until");
    pages.press("End the hex log");
    pages.awaitText(".panel", "Its bytes are written to no file.");

    pages.find("input[name=search]").orElseThrow().sendKeys("nobody" + Keys.ENTER);
    pages.awaitText("main", "No open session matches.");
    assertThat(hash()).isEqualTo("#/sessions/yard?search=nobody");
  }

  @Test
  void downlinksPluginsLevelsAndSettingsAreSteered() {
    login();
    pages.open("downlinks/yard");
    pages.awaitText("main", "an earlier downlink of the device waits");
    pages.pressAndConfirm("Give up…");
    assertThat(awaitAsked().path()).isEqualTo("integrations/yard/downlinks/d1");
    pages.click("tbody button.link");
    pages.awaitText(".panel", "{\"interval\": 60}");

    pages.open("plugins");
    assertThat(pages.text("main"))
        .contains("it was built with plugin API 2.0", "superseded", "legacy-timer");
    pages.pressAndConfirm("Reload…");
    await().atMost(PATIENCE).until(() -> awaitAsked().path().equals("plugins/tcp/reload"));

    pages.open("settings");
    pages.awaitText("main", "a line of now");
    assertThat(pages.text("main")).contains("did you mean fsync?", "variable RPC_PORT", "***");
    pages.find("input[name=logger]").orElseThrow().sendKeys("io.integrationhost.host" + Keys.ENTER);
    await()
        .atMost(PATIENCE)
        .until(() -> awaitAsked().path().equals("loggers/io.integrationhost.host"));
    assertThat(awaitAsked().body()).isEqualTo("{\"level\":\"DEBUG\",\"for\":\"15m\"}");

    pages.open("events?kind=STATE");
    pages.awaitText("main", "ThingsBoard does not know the routing key");
    browser.assertQuiet();
  }

  @Test
  void theThemeIsKeptAndGoesBeforeWhatTheMachinePrefers() {
    login();
    browser.prefer("prefers-color-scheme", "dark");
    assertThat(background()).isEqualTo("rgb(18, 22, 27)");
    pages.choose(".theme select", 0, "Theme: light");
    assertThat(background()).isEqualTo("rgb(246, 247, 249)");
    browser.driver().navigate().refresh();
    pages.awaitText("header", "live");
    assertThat(background()).isEqualTo("rgb(246, 247, 249)");
  }

  private static String background() {
    return (String)
        browser.driver().executeScript("return getComputedStyle(document.body).backgroundColor");
  }

  @Test
  void theKeyboardAloneIsEnoughAndNothingMovesForThoseWhoWantThat() {
    login();
    browser.driver().navigate().refresh();
    pages.awaitText("header", "live");
    pages.awaitText("tbody", "hall");
    browser.driver().findElement(By.tagName("body")).sendKeys(Keys.TAB);
    assertThat(active().getText()).isEqualTo("Skip to the page");
    active().sendKeys(Keys.ENTER);
    assertThat(active().getTagName()).isEqualTo("h1");
    active().sendKeys(Keys.TAB);
    assertThat(active().getText()).isEqualTo("hall");
    active().sendKeys(Keys.ENTER);
    pages.awaitText("h1", "hall");
    await().atMost(PATIENCE).until(() -> active().getTagName().equals("h1"));

    assertThat(transition()).isEqualTo("0s");
    browser.prefer("prefers-reduced-motion", "no-preference");
    assertThat(transition()).startsWith("0.12s");
    browser.prefer("prefers-reduced-motion", "reduce");
  }

  private static String transition() {
    return (String)
        browser
            .driver()
            .executeScript(
                "return getComputedStyle(document.querySelector('header button'))"
                    + ".transitionDuration");
  }

  private static int canvases() {
    return browser.driver().findElements(By.cssSelector("time-plot canvas")).size();
  }

  /** Of a table's times, around the clock: just before midnight none of them has a date. */
  private long minutesBetweenFirstAndLast() {
    long apart =
        Math.abs(
            Duration.between(
                    time("time-plot details tbody tr:first-child th"),
                    time("time-plot details tbody tr:last-child th"))
                .toMinutes());
    return Math.min(apart, Duration.ofDays(1).toMinutes() - apart);
  }

  private LocalTime time(String selector) {
    String text = pages.text(selector);
    return LocalTime.parse(text.substring(text.length() - "00:00:00".length()));
  }

  @Test
  void eachPlotHasATableAndItsValuesOverTime() {
    login();
    pages.open("integration/yard");
    int some = canvases();
    assertThat(some).as("plots that can be seen").isLessThan(4);
    browser.size(1_280, 3_000);
    await().atMost(PATIENCE).until(() -> canvases() == 4);
    assertThat(browser.driver().findElements(By.cssSelector("time-plot figure > table")))
        .hasSize(4);
    assertThat(pages.text("time-plot table")).contains("converter failed");
    pages.click("time-plot summary");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                browser.driver().findElements(By.cssSelector("time-plot details tbody tr")).size()
                    == 15);
    pages.choose("main > .row select, main .row select", 0, "the last 24 hours");
    await().atMost(PATIENCE).until(() -> minutesBetweenFirstAndLast() > 20);
    browser.assertQuiet();
  }
}
