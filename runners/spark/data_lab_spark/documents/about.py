"""What a recipe says of the data set as a publication."""

_TEXTS = ("title", "description", "licence", "url", "citation", "creators", "keywords", "collection", "limitations", "biases", "personalInformation", "useCases", "socialImpact")


def about_of(recipe: dict) -> dict:
    """Each text as the recipe has it, None where it has none. Nothing is guessed."""
    about = recipe.get("about", {})
    return {name: about.get(name) for name in _TEXTS}
