package com.plantapop.chat.attack;

import static com.plantapop.chat.attack.Stage.EVE;

import com.plantapop.chat.support.Frames;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What persons with good tokens try who may not, at every door. */
class RightsAttackTest extends AttackTest {
  private static final Pattern NAME = Pattern.compile("[A-Z]{3,}");

  /** Names stand for what only a running node has; quotes for those of JSON. */
  private static String filled(String text) {
    return NAME.matcher(text.replace('\'', '"')).replaceAll(name -> named(name.group()));
  }

  private static String named(String name) {
    return switch (name) {
      case "CHAT" -> stage.chat;
      case "UPPER" -> stage.chat.toUpperCase(Locale.ROOT);
      case "SLASH" -> stage.chat.replace('.', '/');
      case "NONE" -> Frames.newAddress();
      case "MINE" -> stage.other;
      case "THEIRS" -> stage.messageOfOther;
      case "NEW" -> UUID.randomUUID().toString();
      default -> Stage.MARK;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SEND|CHAT|{'content':'MARK'}",
        "SEND|UPPER|{'content':'MARK'}",
        "SEND|SLASH|{'content':'MARK'}",
        "SEND|NONE|{'content':'MARK'}",
        "SEND|CHAT|{'content':'MARK','sender':'ann@x.example'}",
        "SEND|CHAT.receipts|{'messageId':'NEW'}",
        "SEND|CHAT.receipts|{'messageId':'THEIRS'}",
        "SEND|CHAT.receipts|{'messageId':'NEW','recipient':'ann@x.example'}",
        "PUBLISH|CHAT|{'content':'MARK'}",
        "PUBLISH|NONE|{'content':'MARK'}",
        "PUBLISH|CHAT.receipts|{'messageId':'NEW'}",
        "REGISTER|CHAT|{}",
        "REGISTER|UPPER|{}",
        "REGISTER|SLASH|{}",
        "REGISTER|NONE|{}",
        "REGISTER|CHAT.receipts|{}",
        "REGISTER|CHAT.members|{}",
        "HISTORY|CHAT|{}",
        "HISTORY|UPPER|{}",
        "HISTORY|SLASH|{}",
        "HISTORY|NONE|{}",
        "HISTORY|CHAT|{'after':0}",
        "HISTORY|CHAT.receipts|{}",
        "HISTORY|CHAT.members|{}",
        "HISTORY|NONE.members|{}",
      })
  void whoIsNoMemberMayNothing(Attempt.Verb verb, String address, String body) throws Exception {
    Attempt attempt = new Attempt(Issuer.token(EVE), verb, filled(address), filled(body));
    stage.assertRefused(403, attempt, Door.USUAL);
  }

  /** What a member may not either, in its own chat, and which code says why. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|SEND|CHAT|{'content':'MARK','sender':'bob@x.example'}",
        "403|SEND|CHAT|{'content':'MARK','sender':'Ann@x.example'}",
        "403|SEND|CHAT|{'content':'MARK','sender':'\\u0062ob@x.example'}",
        "403|PUBLISH|CHAT|{'content':'MARK','sender':'bob@x.example'}",
        "403|SEND|MINE|{'content':'MARK'}",
        "400|SEND|CHAT|{'content':'MARK','sender':'ann@x.example','sender':'bob@x.example'}",
        "400|SEND|CHAT|{'content':'MARK','sender':'ann@x.example','\\u0073ender':'bob@x.example'}",
        "422|SEND|CHAT|{'content':'MARK','sender':null}",
        "422|SEND|CHAT|{'content':'MARK','sender':['ann@x.example']}",
        "422|SEND|CHAT|{'content':'MARK','sender':'ann@x.example\\n'}",
        "422|SEND|CHAT|{'content':'MARK','sender':' ann@x.example'}",
        "422|SEND|CHAT|{'content':'MARK','sender':'\\u0430nn@x.example'}",
        "422|SEND|CHAT|{'content':'MARK','sender':'ann@x.example','chatId':'../MARK'}",
        "403|SEND|CHAT.receipts|{'messageId':'NEW','recipient':'bob@x.example'}",
        "403|PUBLISH|CHAT.receipts|{'messageId':'NEW','recipient':'bob@x.example'}",
        "404|SEND|CHAT.receipts|{'messageId':'NEW'}",
        "404|SEND|CHAT.receipts|{'messageId':'THEIRS'}",
        "409|SEND|CHAT|{'content':'MARK','chatId':'NEW'}",
        "403|PUBLISH|CHAT.members|{'member':'eve@x.example','action':'added','by':'shop'}",
        "404|UNREGISTER|CHAT|{}",
      })
  void memberSpeaksForItselfOnly(int code, Attempt.Verb verb, String address, String body)
      throws Exception {
    Attempt attempt = new Attempt(stage.goodToken(), verb, filled(address), filled(body));
    stage.assertRefused(code, attempt, Door.USUAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SEND|CHAT|{'content':'MARK'}",
        "SEND|CHAT.receipts|{'messageId':'NEW'}",
        "PUBLISH|CHAT|{'content':'MARK'}",
        "REGISTER|CHAT|{}",
        "REGISTER|CHAT.members|{}",
        "HISTORY|CHAT|{}",
        "HISTORY|CHAT.members|{}",
      })
  void nobodyMayNothing(Attempt.Verb verb, String address, String body) throws Exception {
    Set<Door> doors = EnumSet.complementOf(EnumSet.of(Door.BUS, Door.RAW_LIVE));
    stage.assertRefused(401, new Attempt(null, verb, filled(address), filled(body)), doors);
  }

  /** What only services administer, asked by a stranger and by a member. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/chats/PATH|eve@x.example|",
        "GET|/chats/PATH/members|eve@x.example|",
        "POST|/chats|eve@x.example|{'members':['eve@x.example','ann@x.example']}",
        "POST|/chats|eve@x.example|{'id':'PATH','members':['eve@x.example']}",
        "PUT|/chats/PATH/members/eve@x.example|eve@x.example|",
        "PUT|/chats/PATH/members/eve@x.example|ann@x.example|",
        "DELETE|/chats/PATH/members/bob@x.example|ann@x.example|",
        "DELETE|/chats/PATH/members/ann@x.example|eve@x.example|",
        "POST|/revocations|eve@x.example|{'subject':'id-of-ann@x.example'}",
        "POST|/revocations|ann@x.example|{'issuedBefore':'2026-01-01T00:00:00Z'}",
      })
  void nobodyButServicesAdministers(String method, String path, String email, String body)
      throws Exception {
    String filled = body == null ? "" : body.replace('\'', '"').replace("PATH", stage.id());
    String target = path.replace("PATH", stage.id());
    stage.assertRefused(403, method, target, Issuer.token(email), filled);
    stage.assertRefused(401, method, target, null, filled);
  }
}
