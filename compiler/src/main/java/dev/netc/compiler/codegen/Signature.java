package dev.netc.compiler.codegen;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** The parameters of a kernel's method and the arguments of one call of it. */
record Signature(KernelNames names, List<Parameter> list, SortedSet<String> freeNames) {
  /**
   * A parameter with the argument of the call.
   *
   * @param kind what tells its type from others, and takes no writing
   */
  record Parameter(TypeName type, String kind, String name, String argument) {
    static Parameter array(Value value, String name, String argument) {
      ElementType element = value.type().element();
      return new Parameter(RuntimeTypes.array(element), element.name(), name, argument);
    }

    static Parameter offset(String name, String argument) {
      return new Parameter(TypeName.INT, "offset", name, argument);
    }
  }

  /** With the user's names. */
  static Signature named(Map<Value, ArrayReference> operands, SortedSet<String> freeNames) {
    return of(operands, freeNames, ValueNames::of);
  }

  /** With the same names for whatever kernel, so that like kernels have like texts. */
  static Signature anonymous(Map<Value, ArrayReference> operands, SortedSet<String> freeNames) {
    return of(operands, freeNames, value -> "x");
  }

  private interface Naming {
    String name(Value value);
  }

  private static Signature of(
      Map<Value, ArrayReference> operands, SortedSet<String> freeNames, Naming naming) {
    KernelNames names = new KernelNames(freeNames);
    List<Parameter> parameters = new ArrayList<>();
    Map<String, String> shared = new HashMap<>();
    Map<ArrayReference, Value> places = new HashMap<>();
    operands.forEach(
        (value, place) -> {
          names.place(value, place);
          // One parameter for what is written in place: what C2 sees under two names it takes for
          // two arrays, any elements of which may be the same, and uses no vectors.
          Value same = places.putIfAbsent(place, value);
          if (same != null) {
            names.operand(value, same);
            return;
          }
          if (place.offset().isEmpty()) {
            names.operand(value, naming.name(value));
            parameters.add(Parameter.array(value, names.operand(value).array(), place.field()));
            return;
          }
          String array = shared.get(place.field());
          if (array == null) {
            array = names.sharedArray(place.field());
            shared.put(place.field(), array);
            parameters.add(Parameter.array(value, array, place.field()));
          }
          String name = naming.name(value);
          names.operand(value, array, name.equals(array) ? name + "Start" : name);
          String offset = names.operand(value).offset();
          parameters.add(Parameter.offset(offset, place.startCode()));
        });
    return new Signature(names, parameters, freeNames);
  }

  /** The parameters as text, but for the free names. */
  String parameters() {
    return list.stream().map(parameter -> parameter.kind() + " " + parameter.name()).toList()
        + " "
        + names.freeNames();
  }

  /**
   * The arguments of the call, in order; the free names that the body uses are known when it is
   * written.
   */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    list.forEach(parameter -> arguments.add(parameter.argument()));
    names.freeNames().forEach(name -> arguments.add(JavaNames.size(name)));
    if (names.isGathering()) {
      arguments.add(KernelNames.GATHERS);
    }
    return arguments;
  }

  /** Adds the parameters to a method whose body is written. */
  void declare(MethodSpec.Builder method) {
    list.forEach(parameter -> method.addParameter(parameter.type(), parameter.name()));
    names.freeNames().forEach(name -> method.addParameter(TypeName.INT, JavaNames.size(name)));
    if (names.isGathering()) {
      method.addParameter(TypeName.BOOLEAN, KernelNames.GATHERS);
    }
  }
}
