package dev.netc.compiler.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.library.Library;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the library declares, and arguments for it as the language writes them. */
final class Declared {
  /** Modules whose names the library's have too. */
  private static final Set<String> KEPT = Set.of("parametrizations", "prune");

  private Declared() {}

  /** The library's declaration of a kind, if there is one. */
  static Optional<Declaration.Function> find(String name, FunctionKind... kinds) {
    return Library.standard()
        .function(name)
        .filter(function -> List.of(kinds).contains(function.kind()));
  }

  /** As {@link #find}, for a case that cannot do without. */
  static Declaration.Function need(String name, FunctionKind... kinds) throws Unreached {
    return find(name, kinds)
        .orElseThrow(
            () -> new Unreached("the library has no " + kinds[0].word() + " `" + name + "`"));
  }

  /** Whether a function takes a layer, and gives one: it has an empty second list. */
  static boolean givesLayer(Declaration.Function function) {
    return function.kind() == FunctionKind.FN
        && function.tensors().isEmpty()
        && !function.statics().isEmpty();
  }

  /** All arguments by name: {@code kernel_size=(3, 3), bias=true}. */
  static String arguments(JsonObject args) throws Unreached {
    List<String> all = new ArrayList<>();
    for (Map.Entry<String, JsonElement> entry : args.entrySet()) {
      all.add(entry.getKey() + "=" + value(entry.getValue()));
    }
    return String.join(", ", all);
  }

  private static String value(JsonElement json) throws Unreached {
    if (json.isJsonNull()) {
      return "none";
    }
    if (json.isJsonArray()) {
      List<String> items = new ArrayList<>();
      for (JsonElement item : json.getAsJsonArray()) {
        items.add(value(item));
      }
      return items.stream().map(item -> item + ",").collect(Collectors.joining(" ", "(", ")"));
    }
    if (json.isJsonObject()) {
      return object(json.getAsJsonObject());
    }
    return json.getAsJsonPrimitive().isString()
        ? "\"" + json.getAsString() + "\""
        : json.getAsString();
  }

  private static String object(JsonObject object) throws Unreached {
    if (object.has("tensor")) {
      return object.get("tensor").getAsString();
    }
    String name = withoutModule(object.get("call").getAsString());
    Declaration.Function function = need(name, FunctionKind.LAYER, FunctionKind.FN);
    JsonObject args = object.getAsJsonObject("args");
    if (function.kind() == FunctionKind.LAYER || givesLayer(function)) {
      return name + "(" + arguments(args) + ")";
    }
    List<String> values = new ArrayList<>();
    for (JsonElement arg : args.asMap().values()) {
      values.add(value(arg));
    }
    return name + "(" + String.join(", ", values) + ")";
  }

  /**
   * {@code math.sqrt} and {@code utils.weight_norm} are called without what they lie in; {@code
   * parametrizations.weight_norm} is another one.
   */
  static String withoutModule(String name) {
    int last = name.lastIndexOf('.');
    int module = name.lastIndexOf('.', last - 1) + 1;
    boolean kept = last >= 0 && KEPT.contains(name.substring(module, last));
    return name.substring(kept ? module : last + 1);
  }
}
