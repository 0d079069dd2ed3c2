"""A role that may make tables and functions in its schema, and no temporary ones: it is enough for every migration."""

from urllib.parse import urlsplit

from stage import Stage


def privileges(stage: Stage) -> None:
    database = stage.database
    role, url = database.name, database.url
    database.run(f"""
        create role "{role}" login;
        revoke temporary on database "{role}" from public;
        grant create, usage on schema public to "{role}" """)
    server = urlsplit(url)
    database.url = f"postgresql://{role}@{server.hostname}:{server.port}{server.path}"
    try:
        stage.upgrade({"contract": True})
        stage.rung({"contract": True}, "downgrade", "base")
    finally:
        database.url = url
        database.run(f'drop owned by "{role}"; drop role "{role}"')
    stage.say("up and down without the privilege to make temporary tables")
