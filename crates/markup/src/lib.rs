//! The portal's `view!`. It is written as Leptos' own, and makes calls of `crate::ui::El` of it, each of which is a few bytes,
//! where Leptos makes each element, attribute and listener a type of its own. Components stay Leptos' components.
//!
//! What the portal doesn't use isn't there: slots, spread attributes, `bind:`, `inner_html`, and views for a server.

#![forbid(unsafe_code)]

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use rstml::{
    Infallible, Parser, ParserConfig,
    node::{KeyedAttribute, Node, NodeAttribute, NodeElement},
};

/// A view of markup: one node, or several beside each other.
#[proc_macro]
pub fn view(markup: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expanded(markup.into()).into()
}

fn expanded(markup: TokenStream) -> TokenStream {
    let parser = Parser::new(ParserConfig::default().recover_block(true));
    let (nodes, problems) = parser.parse_recoverable(markup).split_vec();
    let view = several(&nodes, Space::Html);
    let problems = problems.into_iter().map(|problem| problem.emit_as_expr_tokens());
    // The braces are the markup's.
    quote! {{
        #(#problems;)*
        #[allow(unused_braces)]
        let view = #view;
        view
    }}
}

/// Which names elements have.
#[derive(Clone, Copy, PartialEq)]
enum Space {
    Html,
    /// Within `<svg>`.
    Svg,
}

/// An expression of type `AnyView`.
fn several(nodes: &[Node], space: Space) -> TokenStream {
    let mut views = nodes.iter().filter(|node| is_shown(node)).map(|node| one(node, space));
    match (views.next(), views.next()) {
        (None, _) => quote! { ::leptos::prelude::IntoAny::into_any(()) },
        (Some(view), None) => view,
        (Some(first), Some(second)) => {
            quote! { ::leptos::prelude::IntoAny::into_any(::std::vec![#first, #second, #(#views),*]) }
        }
    }
}

fn is_shown(node: &Node) -> bool {
    !matches!(node, Node::Comment(_) | Node::Doctype(_))
}

fn one(node: &Node, space: Space) -> TokenStream {
    match node {
        Node::Element(element) if is_component(element) => component(element),
        Node::Element(element) => {
            let element = made(element, space);
            quote! { #element.into_view() }
        }
        Node::Fragment(fragment) => several(&fragment.children, space),
        Node::Text(text) => quote! { crate::ui::Child::into_view(#text) },
        Node::Block(block) => quote! { crate::ui::Child::into_view(#block) },
        Node::RawText(text) => {
            let text = text.to_string_best();
            quote! { crate::ui::Child::into_view(#text) }
        }
        _ => quote! { ::std::compile_error!("this kind of markup isn't known here") },
    }
}

/// What is drawn wherever it stands; names that HTML has too are drawn within these.
const SVG: [&str; 7] = ["svg", "g", "rect", "path", "line", "circle", "polyline"];

/// Components begin with a capital letter, or with a path.
fn is_component(element: &NodeElement<Infallible>) -> bool {
    let name = element.name().to_string();
    let last = name.rsplit("::").next().unwrap_or_default().trim();
    last.starts_with(|letter: char| letter.is_ascii_uppercase())
}

/// Leptos' component, with what is in it made here.
fn component(element: &NodeElement<Infallible>) -> TokenStream {
    let name = element.name();
    let attributes = element.attributes();
    let component = if element.children.iter().any(is_shown) {
        let children = several(&element.children, Space::Html);
        quote! { <#name #(#attributes)*>{ #children }</#name> }
    } else {
        quote! { <#name #(#attributes)*/> }
    };
    quote! { ::leptos::prelude::IntoAny::into_any(::leptos::prelude::view! { #component }) }
}

/// An expression of type `El`.
fn made(element: &NodeElement<Infallible>, space: Space) -> TokenStream {
    let name = element.name().to_string();
    let space = if SVG.contains(&name.as_str()) { Space::Svg } else { space };
    let keyed: Vec<&KeyedAttribute> = element
        .attributes()
        .iter()
        .filter_map(|attribute| match attribute {
            NodeAttribute::Attribute(attribute) => Some(attribute),
            NodeAttribute::Block(_) => None,
        })
        .collect();
    if keyed.len() != element.attributes().len() {
        return quote! { ::std::compile_error!("an attribute without a name") };
    }
    let fixed = keyed.iter().filter_map(|attribute| {
        let name = attribute.key.to_string();
        fixed_value(attribute).filter(|_| !name.contains(':')).map(|value| quote! { (#name, #value) })
    });
    let new = match space {
        Space::Html => quote! { html },
        Space::Svg => quote! { svg },
    };
    let children = element.children.iter().filter(|node| is_shown(node)).map(|child| match child {
        Node::Element(inner) if !is_component(inner) => {
            let inner = made(inner, space);
            quote! { element.inner(#inner); }
        }
        Node::Text(text) => quote! { element.text(#text); },
        Node::Block(block) => quote! { crate::ui::Child::add_to(#block, &mut element); },
        other => {
            let view = one(other, space);
            quote! { element.view(#view); }
        }
    });
    let (properties, others): (Vec<_>, Vec<_>) = keyed
        .iter()
        .filter(|attribute| attribute.key.to_string().contains(':') || fixed_value(attribute).is_none())
        .partition(|attribute| attribute.key.to_string().starts_with("prop:"));
    let others = others.into_iter().map(changing);
    // After the children: what is chosen in a `select` has to be there.
    let properties = properties.into_iter().map(changing);
    quote! {{
        let mut element = crate::ui::El::#new(#name, &[#(#fixed),*]);
        #(#others)*
        #(#children)*
        #(#properties)*
        element
    }}
}

/// The value of an attribute that never changes: its text, or empty where it has none.
fn fixed_value(attribute: &KeyedAttribute) -> Option<String> {
    match attribute.value() {
        None => Some(String::new()),
        Some(_) => attribute.value_literal_string(),
    }
}

/// An attribute whose value is worked out, a listener, or what else has a name of its own.
fn changing(attribute: &KeyedAttribute) -> TokenStream {
    let key = attribute.key.to_string();
    let value = attribute.value().map(ToTokens::to_token_stream).unwrap_or_default();
    match key.split_once(':') {
        // Leptos doesn't know it by name.
        Some(("on", "cancel")) => {
            quote! { element.on(::leptos::ev::Custom::<::leptos::ev::Event>::new("cancel"), #value); }
        }
        Some(("on", event)) => match event.parse::<TokenStream>() {
            Ok(event) => quote! { element.on(::leptos::ev::#event, #value); },
            Err(_) => quote! { ::std::compile_error!("not the name of an event") },
        },
        Some(("class", name)) => quote! { element.class(#name, #value); },
        Some(("style", name)) => quote! { element.style(#name, #value); },
        Some(("prop", name)) => quote! { element.property(#name, #value); },
        Some(_) => quote! { ::std::compile_error!("this kind of attribute isn't known here") },
        None if key == "node_ref" => quote! { element.known_as(#value); },
        None => quote! { crate::ui::Value::set(#value, &mut element, #key); },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made_of(markup: TokenStream) -> String {
        expanded(markup).to_string().replace(' ', "")
    }

    /// Whether all of `parts` occur in `text`, in this order.
    fn in_order(text: &str, parts: &[&str]) -> bool {
        parts
            .iter()
            .try_fold(text, |rest, part| rest.split_once(&part.replace(' ', "")).map(|(_, after)| after))
            .is_some()
    }

    #[test]
    fn what_never_changes_is_one_call() {
        let made = made_of(quote! { <input class="input" type="text" autofocus/> });
        assert!(made.contains(r#"El::html("input",&[("class","input"),("type","text"),("autofocus","")])"#), "{made}");
    }

    #[test]
    fn a_property_is_set_once_what_is_in_the_element_is_there() {
        let made = made_of(quote! { <select prop:value=chosen class=class><option>"a"</option></select> });
        assert!(
            in_order(&made, &["Value::set(class", "element.inner(", "element.property(\"value\", chosen)"]),
            "{made}"
        );
    }

    #[test]
    fn what_is_in_a_picture_is_drawn_there() {
        let made = made_of(quote! { <div><svg><g><title>"t"</title></g></svg></div> });
        assert!(
            in_order(&made, &["El::html(\"div\"", "El::svg(\"svg\"", "El::svg(\"g\"", "El::svg(\"title\""]),
            "{made}"
        );
    }

    #[test]
    fn a_part_of_a_picture_is_one_wherever_it_is_written() {
        let made = made_of(quote! { <g><title>"t"</title></g> });
        assert!(in_order(&made, &["El::svg(\"g\"", "El::svg(\"title\""]), "{made}");
    }

    #[test]
    fn components_are_leptos_own_and_what_is_in_them_is_made_here() {
        let made = made_of(quote! { <Card title="t"><p>{words}</p></Card> });
        assert!(
            in_order(&made, &["leptos::prelude::view!", "<Card title=\"t\">", "El::html(\"p\"", "</Card>"]),
            "{made}"
        );
    }

    #[test]
    fn what_is_not_known_here_does_not_compile() {
        for markup in [quote! { <p bind:value=x/> }, quote! { <p {..rest}/> }] {
            assert!(made_of(markup).contains("compile_error!"));
        }
    }
}
